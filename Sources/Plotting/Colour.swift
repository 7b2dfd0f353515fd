// Colours: the palettes of lines and bars, and the shades of heat maps. What they are used for stands elsewhere.

import Foundation

/// An opaque sRGB colour, components 0…1.
public struct Colour: Hashable, Sendable {
  /// Red, 0…1.
  public var red: Double
  /// Green, 0…1.
  public var green: Double
  /// Blue, 0…1.
  public var blue: Double

  /// A colour from components 0…1.
  public init(red: Double, green: Double, blue: Double) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// A colour from `0xRRGGBB`.
  public init(_ hex: UInt32) {
    self.init(
      red: Double(hex >> 16 & 0xFF) / 255, green: Double(hex >> 8 & 0xFF) / 255,
      blue: Double(hex & 0xFF) / 255)
  }

  /// Paper.
  public static let white = Colour(0xFFFFFF)
  /// Text and axes.
  public static let ink = Colour(0x222222)
  /// What should stay in the background: other curves, missing values, reference lines.
  public static let grey = Colour(0x8A8A8A)
  /// Grid lines and missing cells.
  public static let faint = Colour(0xE4E4E4)

  /// Six colours that stay apart under red-green blindness and, by their lightness, in grey.
  public static let palette: [Colour] = [
    Colour(0x1F3A7A), Colour(0xC9531F), Colour(0x2FA390), Colour(0x8C2F74), Colour(0xEBC04A),
    Colour(0x6AAFE6),
  ]

  /// The six colours of the published attention figures.
  public static let published: [Colour] = [
    Colour(0x2E86AB), Colour(0xA23B72), Colour(0xF18F01), Colour(0xC73E1D), Colour(0x6A994E),
    Colour(0x7209B7),
  ]

  /// Evenly spaced colours from nothing (paper) to much (dark blue), lightness falling evenly.
  private static let stops: [Colour] = [
    Colour(0xFFFFFF), Colour(0xD9ECE3), Colour(0x9AD1C4), Colour(0x4FAFB4), Colour(0x2B83A6),
    Colour(0x25578F), Colour(0x1B2A5E),
  ]

  /// Evenly spaced colours from nothing (paper) to much below nothing (dark brown), as light as `stops`.
  private static let negativeStops: [Colour] = [
    Colour(0xFFFFFF), Colour(0xF9E3D3), Colour(0xF2BD98), Colour(0xDE9160), Colour(0xB9653A),
    Colour(0x8A4220),
    Colour(0x4E2410),
  ]

  /// The colour of a quantity that is `share` (cut to −1…1) of the largest: from paper to dark blue, below 0 to dark brown.
  public static func sequential(_ share: Double) -> Colour {
    let stops = share < 0 ? negativeStops : stops
    let share = abs(share)
    let place = min(max(share, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], place - Double(index))
  }

  /// The colour `share` of the way to `other` (0…1), mixed in sRGB as a translucent film would be.
  public func mixed(with other: Colour, _ share: Double) -> Colour {
    Colour(
      red: red + (other.red - red) * share, green: green + (other.green - green) * share,
      blue: blue + (other.blue - blue) * share)
  }

  /// CIE lightness L*, 0 (black) … 100 (white): what is left of a colour in grey print.
  public var lightness: Double {
    let y = 0.2126 * Colour.linear(red) + 0.7152 * Colour.linear(green) + 0.0722 * Colour.linear(blue)
    return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27
  }

  /// Light from an sRGB component (IEC 61966-2-1).
  static func linear(_ component: Double) -> Double {
    component <= 0.04045 ? component / 12.92 : pow((component + 0.055) / 1.055, 2.4)
  }
}
