import CCairo
let cairoProbe = cairo_version_string
