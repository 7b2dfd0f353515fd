// Which values the axes of each panel span, from their marks or as asked. No places on the page here.

/// The ranges of one panel's axes.
struct PanelRanges {
  var x, y: ClosedRange<Double>

  /// The ranges of all panels of `figure`, shared where it says so. Throws `PlottingError`.
  static func all(of figure: Figure) throws -> [PanelRanges] {
    var extents: [(x: Extent?, y: Extent?)] = []
    for (index, panel) in figure.panels.enumerated() {
      let x = union(panel.marks.map { $0.extent(x: panel.x.kind) })
      let y = union(panel.marks.map { $0.extent(y: panel.y.kind) })
      if (x == nil && !panel.x.isHidden) || (y == nil && !panel.y.isHidden) {
        let name = [panel.title, panel.y.label, figure.title].first { !$0.isEmpty } ?? "\(index + 1)"
        throw PlottingError.nothingToDraw(panel: MathMarkup.plain(name))
      }
      extents.append((x, y))
    }
    let (commonX, commonY) = (union(extents.map(\.x)), union(extents.map(\.y)))
    return zip(figure.panels, extents).map { panel, extent in
      PanelRanges(
        x: range(panel.x, figure.sharesX ? commonX : extent.x, below: 0.03, above: 0.03),
        y: range(
          panel.y, figure.sharesY ? commonY : extent.y, below: 0.06,
          above: (figure.sharesY ? figure.panels : [panel]).contains(where: \.namesVerticals) ? 0.16 : 0.06))
    }
  }

  private static func union(_ extents: [Extent?]) -> Extent? {
    extents.compactMap { $0 }.reduce(nil) { $0?.union($1) ?? $1 }
  }

  private static func range(
    _ axis: Axis, _ extent: Extent?, below: Double, above: Double
  ) -> ClosedRange<Double> {
    if let range = axis.range { return Scale.widened(range, kind: axis.kind, padding: 0) }
    guard let extent else { return 0...1 }
    let low = Scale.widened(extent.range, kind: axis.kind, padding: below)
    let high = Scale.widened(extent.range, kind: axis.kind, padding: above)
    guard extent.range.lowerBound < extent.range.upperBound else { return low }
    return
      (extent.firmLower ? extent.range.lowerBound : low.lowerBound)...(extent.firmUpper
      ? extent.range.upperBound : high.upperBound)
  }
}

extension Panel {
  /// Whether a vertical line has a name, which needs room above the data.
  fileprivate var namesVerticals: Bool {
    marks.contains { ($0 as? Guide).map { $0.direction == .vertical && !$0.label.isEmpty } ?? false }
  }
}
