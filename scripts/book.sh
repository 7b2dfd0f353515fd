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

# Pages in their order: source, file in the site.
sources=(README.md)
files=(index.html)
# A chapter has README.md and perhaps further pages; all are woven and say so in their first line.
mapfile -t pages < <(grep -l '^<!-- Woven from' chapters/[0-9][0-9]-*/*.md | LC_ALL=C sort)
for page in "${pages[@]}"; do
  name=$(basename "$(dirname "$page")")
  [[ $page == */README.md ]] || name+=-$(basename "$page" .md)
  sources+=("$page")
  files+=("$name.html")
done
sources+=(book/references.md)
files+=(references.html)

title() { sed -n 's/^# //p' "$1" | head -n 1; }

# The list of pages, with the one that is open marked.
contents() {
  local item current
  echo "<ol>"
  for item in "${!files[@]}"; do
    current=""
    [[ ${files[item]} != "$1" ]] || current=' aria-current="page"'
    echo "<li><a href=\"${files[item]}\"$current>$(title "${sources[item]}")</a></li>"
  done
  echo '<li><a href="interactive/index.html">A thought, watched (interactive)</a></li></ol>'
}

common=(--from gfm+tex_math_dollars+smart --standalone --lua-filter book/book.lua --citeproc
  --bibliography book/references.bib --metadata link-citations=true --fail-if-warnings)

rm -rf "$site" "$out/book.pdf"
mkdir -p "$site/figures"
cp book/page.css "$site/"
cp -r book/interactive "$site/"
cp -r figures/*.pdf figures/preview "$site/figures/"
for index in "${!files[@]}"; do
  contents "${files[index]}" >"$out/contents.html"
  extra=(--metadata reference-section-title=References)
  [[ ${files[index]} == references.html ]] && extra=(--metadata all-works=true)
  pandoc "${sources[index]}" "${common[@]}" --to html5 --mathml --toc --toc-depth 2 --template book/page.html \
    --include-before-body "$out/contents.html" --metadata pagetitle="$(title "${sources[index]}")" \
    "${extra[@]}" --output "$site/${files[index]}"
done
rm "$out/contents.html"
echo "wrote $site/index.html"
[[ -z $only_site ]] || exit 0

BOOK_ONE_PAGE=yes pandoc "${sources[@]}" "${common[@]}" --to html5 --mathml --toc --toc-depth 2 --template book/print.html \
  --metadata pagetitle="Emergence of Superposition" --output "$site/print.html"
chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --generate-pdf-document-outline \
  --print-to-pdf="$out/book.pdf" "file://$(realpath "$site")/print.html" 2>/dev/null
rm "$site/print.html"
echo "wrote $out/book.pdf"
