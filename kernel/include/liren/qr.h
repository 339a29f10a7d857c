#pragma once
// QR codes (ISO/IEC 18004) as squares to draw: for certificates, posters and hand-over links. Level M, which survives a
// fold or a stamp over a seventh of the code. Pure functions, safe from any thread.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace liren {

/// The text does not fit (more than 2331 bytes) or is empty.
class QrImpossible : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The squares without the quiet zone; whoever draws them leaves four modules of white on every side.
struct QrMatrix {
    int size = 0;              ///< modules a side, 21 to 177
    std::vector<bool> dark;    ///< row by row

    bool at(int column, int row) const { return dark[static_cast<std::size_t>(row * size + column)]; }
};

/// Throws QrImpossible.
QrMatrix qr_matrix(std::string_view text);

/// The dark squares as the data of one SVG path, one unit a module, the quiet zone of four included in the coordinates.
std::string qr_path(const QrMatrix& matrix);

/// A QR ready to be drawn by a page or by a client: the data of one SVG path in a square of `size` units, quiet zone included.
struct QrDrawing {
    int size = 0;
    std::string path;
};
/// Throws QrImpossible.
QrDrawing qr_drawing(std::string_view text);

/// A whole SVG picture, dark on white, quiet zone included; `module_px` pixels a module. Throws QrImpossible.
std::string qr_svg(std::string_view text, int module_px);

}  // namespace liren
