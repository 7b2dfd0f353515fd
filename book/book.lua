-- A pandoc filter: what woven pages link to, made right for the book. Links between pages, captions of figures and of
-- code, and a citation after each link to a work of references.bib. It changes no text.

-- Whether all pages are one document, as on paper.
local one_page = os.getenv("BOOK_ONE_PAGE") ~= nil

-- Addresses of references.bib, to their keys.
local works = {}
local file = io.open("book/references.bib")
local key
for line in file:lines() do
  key = line:match("^@%a+{(.-),") or key
  local url = line:match("url = {(.-)}$")
  if url then works[url] = key end
end
file:close()

-- The name of a page in links, from the number in its title: `5` and `5, continued` are two.
local function anchor(number) return "chapter-" .. number:gsub("%W+", "-") end
local title_number = "^(%d[%w, ]*) · "

-- The chapter's folder and the page's name in a path of the repository.
local function chapter(target)
  local folder, name = target:match("(%d%d%-[%w%-]+)/([%w%-]+)%.md$")
  if folder then return folder, name end
  return target:match("^chapters/(%d%d%-[%w%-]+)/?$"), "README"
end

-- The number in the title of a woven page; nil if there is no such page.
local function number_of(folder, name)
  local page = io.open("chapters/" .. folder .. "/" .. name .. ".md")
  if not page then return nil end
  local number
  if page:read("l"):match("^<!%-%- Woven from") then
    for line in page:lines() do
      number = line:match("^# (.+)$")
      if number then break end
    end
  end
  page:close()
  return number and number:match(title_number)
end

local function figure(target) return target:match("figures/.+$") end

-- The link as the book has it: between pages, into the site, to the world; what lies only in the repository is text.
function Link(link)
  local target = link.target
  local folder, name = chapter(target)
  if folder then
    local number = number_of(folder, name)
    if not number then return link.content end
    local file = folder .. (name == "README" and "" or "-" .. name) .. ".html"
    link.target = one_page and "#" .. anchor(number) or file
    return link
  end
  if works[target] then
    local citation = pandoc.Citation(works[target], "NormalCitation")
    return { link, pandoc.Space(), pandoc.Cite({ pandoc.Str("[@" .. works[target] .. "]") }, { citation }) }
  end
  if target:match("^https?:") or target:match("^#") or target:match("^mailto:") then return link end
  local place = figure(target) or target:match("interactive/index%.html.*$")
  if place and not one_page then
    link.target = place
    return link
  end
  return link.content
end

-- Captions of code, which name a file of the repository. Figures: the preview with its caption, and on a screen a link to
-- the PDF.
function Para(paragraph)
  local link = paragraph.content[1]
  if #paragraph.content ~= 1 or link.t ~= "Link" then return nil end
  if link.target:match("/Sources/.+%.swift$") then
    return pandoc.Div({ pandoc.Plain(link.content) }, { class = "listing" })
  end
  local image = link.content[1]
  if #link.content ~= 1 or image.t ~= "Image" then return nil end
  local caption = image.caption
  local picture = pandoc.Image(caption, figure(image.src))
  return {
    pandoc.RawBlock("html", "<figure>"),
    pandoc.Plain({ one_page and picture or pandoc.Link({ picture }, figure(link.target)) }),
    pandoc.RawBlock("html", "<figcaption>"), pandoc.Plain(caption),
    pandoc.RawBlock("html", "</figcaption></figure>"),
  }
end

-- Chapters have names that links can use.
function Header(header)
  local number = pandoc.utils.stringify(header):match(title_number)
  if header.level == 1 and number then header.identifier = anchor(number) end
  return header
end

-- Wide tables scroll by themselves.
function Table(tab) return pandoc.Div({ tab }, { class = "scroll" }) end

-- The list of all works, on its page and on paper.
function Meta(meta)
  if not one_page and not meta["all-works"] then return nil end
  local citations = {}
  for _, work in pairs(works) do table.insert(citations, pandoc.Citation(work, "NormalCitation")) end
  table.sort(citations, function(a, b) return a.id < b.id end)
  meta.nocite = pandoc.MetaInlines({ pandoc.Cite({}, citations) })
  return meta
end

-- Figures first: their links are not to be changed before they are seen.
return { { Para = Para }, { Link = Link, Header = Header, Table = Table, Meta = Meta } }
