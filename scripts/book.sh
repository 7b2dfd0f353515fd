#!/usr/bin/env bash
# make the book from the woven chapters, as PDF and as a site ([--site] for that alone, [--out DIR])
set -euo pipefail
cd "$(dirname "$0")/.."
out=book/build
packages=(pandoc chromium fonts-lmodern fonts-dejavu-core fonts-dejavu-extra)
only_site=""
while (($#)); do
  case $1 in
    --site)
      only_site=yes
      packages=(pandoc)
      ;;
    --out)
      out=${2:?"--out needs a folder"}
      shift
      ;;
    *)
      echo "book.sh: unknown argument '$1'" >&2
      exit 64
      ;;
  esac
  shift
done
site=$out/site

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
if ((${#missing[@]})); then
  echo "installing: ${missing[*]}"
  as_root=()
  ((EUID == 0)) || as_root=(sudo)
  "${as_root[@]}" apt-get update -q </dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends "${missing[@]}" </dev/null
fi

# Pages in their order: source, file in the site, title.
sources=()
files=()
titles=()
add() {
  sources+=("$1")
  files+=("$2")
  titles+=("$(sed -nE 's/^# |^ *<h1>(.*)<\/h1>/\1/p' "$1" | head -n 1)")
}
add README.md index.html
# A chapter has README.md and perhaps further pages; all are woven and say so in their first line.
mapfile -t pages < <(grep -l '^<!-- Woven from' chapters/[0-9][0-9]-*/*.md | LC_ALL=C sort)
for page in "${pages[@]}"; do
  name=$(basename "$(dirname "$page")")
  [[ $page == */README.md ]] || name+=-$(basename "$page" .md)
  add "$page" "$name.html"
done
add book/interactive/index.html interactive/index.html
add book/TEACHING.md teaching.html
for page in chapters/[0-9][0-9]-*/NOTES.md; do add "$page" "$(basename "$(dirname "$page")")-notes.html"; done
add book/references.md references.html

# The same for book/book.lua, a page a line.
BOOK_PAGES=$(for page in "${!files[@]}"; do echo "${sources[page]} ${files[page]} ${titles[page]}"; done)
export BOOK_PAGES

# What the template of page $1 shows of the others, as YAML.
neighbours() {
  local page
  entry() { echo "file: '${files[$1]}', title: '${titles[$1]//\'/\'\'}'"; }
  (($1 == 0)) || echo "previous: {$(entry $(($1 - 1)))}"
  (($1 == ${#files[@]} - 1)) || echo "next: {$(entry $(($1 + 1)))}"
  echo "pages:"
  for page in "${!files[@]}"; do
    echo "- {$(entry "$page"), current: $( ((page == $1)) && echo true || echo false)}"
  done
}

# The interactive page, which pandoc does not make, gets its links from here.
turn_interactive() {
  local before=$(($1 - 1)) after=$(($1 + 1)) nav='<nav aria-label="The book">'
  nav+="<a rel=\"prev\" href=\"../${files[before]}\">← ${titles[before]}</a> "
  nav+="<a href=\"../index.html\">Contents</a> "
  nav+="<a rel=\"next\" href=\"../${files[after]}\">${titles[after]} →</a></nav>"
  sed -i "s|^<body>|&\n$nav|" "$site/${files[$1]}"
}

reader=gfm+tex_math_dollars+smart
common=(--from "$reader" --lua-filter book/book.lua --citeproc
  --bibliography book/references.bib --metadata link-citations=true --fail-if-warnings)

rm -rf "$site" "$out/book.pdf"
mkdir -p "$site/figures"
cp book/page.css book/page.js "$site/"
cp -r book/interactive "$site/"
cp -r figures/*.pdf figures/preview "$site/figures/"
echo "const searchIndex = [" >"$site/search-index.js"
for page in "${!files[@]}"; do
  source=${sources[page]} file=${files[page]} as=(--from "$reader")
  if [[ $source == *.html ]]; then
    turn_interactive "$page"
    as=(--from html)
  else
    neighbours "$page" >"$out/neighbours.yaml"
    extra=(--metadata reference-section-title=References)
    # The list of all works is searched, those of each page are not.
    if [[ $file == references.html ]]; then
      extra=(--metadata all-works=true)
      as=("${common[@]}" "${extra[@]}")
    fi
    pandoc "$source" "${common[@]}" --to html5 --mathml --toc --toc-depth 2 --template book/page.html \
      --metadata-file "$out/neighbours.yaml" "${extra[@]}" --output "$site/$file"
  fi
  pandoc "$source" "${as[@]}" --to book/search.lua --metadata file="$file" >>"$site/search-index.js"
done
echo "];" >>"$site/search-index.js"
rm "$out/neighbours.yaml"
echo "wrote $site/index.html"
[[ -z $only_site ]] || exit 0

# On paper, without the page that moves.
paper=()
for source in "${sources[@]}"; do [[ $source == *.html ]] || paper+=("$source"); done
BOOK_ONE_PAGE=yes pandoc "${paper[@]}" "${common[@]}" --to html5 --mathml --toc --toc-depth 2 --template book/print.html \
  --metadata pagetitle="Emergence of Superposition" --output "$site/print.html"
chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --generate-pdf-document-outline \
  --print-to-pdf="$out/book.pdf" "file://$(realpath "$site")/print.html" 2>/dev/null
rm "$site/print.html"
echo "wrote $out/book.pdf"
