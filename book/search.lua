-- A pandoc writer: a page as lines of the site's search index, one a section: ["page.html#section", page, section, text].
-- Formulas are left out, since nobody searches for TeX.

local function words(text)
  return (text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

local function quote(text) return '"' .. words(text):gsub('[\\"]', "\\%0") .. '"' end

-- Most elements are their text, which pandoc gives first; breaks, which have none, are a space.
setmetatable(_G, { __index = function() return function(text) return text or " " end end })

local function list(items) return table.concat(items, " ") end
BulletList, OrderedList = list, list
function InlineMath() return "…" end
function DisplayMath() return "…" end
-- The words in an image's brackets are repeated in the caption.
function Image() return " " end
function CaptionedImage(_, _, caption) return caption end
function RawInline() return " " end
function RawBlock(_, html) return (html:gsub("<!%-%-.-%-%->", " "):gsub("<[^>]*>", " ")) end

function DefinitionList(items)
  local texts = {}
  for _, item in ipairs(items) do
    for term, definitions in pairs(item) do table.insert(texts, term .. " " .. list(definitions)) end
  end
  return list(texts)
end

function Table(caption, _, _, heads, rows)
  local texts = { caption, list(heads) }
  for _, row in ipairs(rows) do table.insert(texts, list(row)) end
  return list(texts)
end

-- Sections are told apart by characters that no text has.
function Header(level, text, attributes)
  return "\1" .. (level == 1 and "" or "#" .. attributes.id) .. "\2" .. text .. "\2"
end

function Doc(body, metadata)
  local lines, page = {}, metadata.title
  if page then body = Header(1, page) .. body end
  for place, section, text in body:gmatch("\1([^\2]*)\2([^\2]*)\2([^\1]*)") do
    page = page or section
    local fields = { quote(metadata.file .. place), quote(page), quote(section), quote(text) }
    table.insert(lines, "[" .. table.concat(fields, ",") .. "],")
  end
  return table.concat(lines, "\n")
end
