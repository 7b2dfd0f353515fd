-- A pandoc filter: what pages link to, made right for the book. Links between pages, captions of figures and of code, and
-- a citation after each link to a work of references.bib. It changes no text.

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

-- The pages of the book, from scripts/book.sh: source, file in the site, title.
local pages = {}
for source, file, title in os.getenv("BOOK_PAGES"):gmatch("(%S+) (%S+) ([^\n]+)") do
  table.insert(pages, { source = source, file = file, title = title })
end

-- The page that a path leads to. The folder it starts from is not known: it must name enough of the source.
local function page_at(path)
  local rest = path:gsub("^[%./]+", "")
  for _, page in ipairs(pages) do
    if page.source == rest or page.source:sub(-#rest - 1) == "/" .. rest then return page end
  end
end

-- The name of a page in links on paper, from its title.
local function anchor(title) return (title:lower():gsub("%W+", "-"):gsub("^%-", ""):gsub("%-$", "")) end

local function figure(target) return target:match("figures/.+$") end

-- The link as the book has it: between pages, into the site, to the world; what lies only in the repository is text.
function Link(link)
  local target = link.target
  local path, place = target:match("^([^#]*)(.*)$")
  local page = page_at(path)
  if page then
    if one_page and page.source:match("%.html$") then return link.content end
    link.target = not one_page and page.file .. place or place ~= "" and place or "#" .. anchor(page.title)
    return link
  end
  if works[target] then
    local citation = pandoc.Citation(works[target], "NormalCitation")
    return { link, pandoc.Space(), pandoc.Cite({ pandoc.Str("[@" .. works[target] .. "]") }, { citation }) }
  end
  if target:match("^https?:") or target:match("^#") or target:match("^mailto:") then return link end
  if figure(target) and not one_page then
    link.target = figure(target)
    return link
  end
  return link.content
end

-- Captions of code, which name a file of the repository. Figures: a preview that links to the PDF, a break, the caption in
-- emphasis. On paper the link goes.
function Para(paragraph)
  local link = paragraph.content[1]
  -- The template links to the pages around this one.
  if link.text == "Before:" or link.text == "Next:" then return {} end
  if link.t ~= "Link" then return nil end
  if #paragraph.content == 1 and link.target:match("/Sources/.+%.swift$") then
    return pandoc.Div({ pandoc.Plain(link.content) }, { class = "listing" })
  end
  local image, caption = link.content[1], paragraph.content[3]
  if #paragraph.content ~= 3 or #link.content ~= 1 or image.t ~= "Image" or caption.t ~= "Emph" then return nil end
  local picture = pandoc.Image(image.caption, figure(image.src))
  return {
    pandoc.RawBlock("html", "<figure>"),
    pandoc.Plain({ one_page and picture or pandoc.Link({ picture }, figure(link.target)) }),
    pandoc.RawBlock("html", "<figcaption>"), pandoc.Plain(caption.content),
    pandoc.RawBlock("html", "</figcaption></figure>"),
  }
end

-- The title of a page: on paper the name that links use, in the site what its template shows.
function Header(header)
  if header.level == 1 and one_page then header.identifier = anchor(pandoc.utils.stringify(header)) end
  return header
end

local function Pandoc(document)
  for index, block in ipairs(document.blocks) do
    if block.t == "Header" and block.level == 1 and not one_page then
      document.meta.title = pandoc.MetaInlines(block.content)
      document.meta.pagetitle = pandoc.MetaString(pandoc.utils.stringify(block))
      document.blocks:remove(index)
      break
    end
  end
  return document
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
return { { Para = Para }, { Link = Link, Header = Header, Table = Table, Meta = Meta },
  { Pandoc = Pandoc } }
