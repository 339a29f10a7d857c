#include "liren/qr.h"

#include <memory>

#include <qrencode.h>

namespace liren {

namespace {

constexpr int quiet_zone = 4;
constexpr std::size_t most_bytes = 2331;   // version 40, level M

struct Free {
    void operator()(QRcode* code) const { ::QRcode_free(code); }
    void operator()(QRinput* input) const { ::QRinput_free(input); }
};

/// UTF-8 that is not plain ASCII says so in the code (ECI 26), because readers otherwise guess Shift-JIS. Links are ASCII
/// and stay without, for the oldest readers.
std::unique_ptr<QRcode, Free> encode(std::string_view text) {
    const std::unique_ptr<QRinput, Free> input(::QRinput_new2(0, QR_ECLEVEL_M));
    if (!input) return nullptr;
    bool ascii = true;
    for (const char character : text) ascii = ascii && static_cast<unsigned char>(character) < 0x80;
    if (!ascii && ::QRinput_appendECIheader(input.get(), 26) != 0) return nullptr;
    if (::QRinput_append(input.get(), QR_MODE_8, static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data())) != 0) return nullptr;
    return std::unique_ptr<QRcode, Free>(::QRcode_encodeInput(input.get()));
}

}  // namespace

QrMatrix qr_matrix(std::string_view text) {
    if (text.empty() || text.size() > most_bytes) throw QrImpossible("a QR code holds 1 to 2331 bytes, not " + std::to_string(text.size()));
    const auto code = encode(text);
    if (!code) throw QrImpossible("the text does not fit into a QR code");
    QrMatrix matrix;
    matrix.size = code->width;
    const auto count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
    matrix.dark.resize(count);
    for (std::size_t i = 0; i < count; ++i) matrix.dark[i] = (code->data[i] & 1) != 0;
    return matrix;
}

std::string qr_path(const QrMatrix& matrix) {
    std::string path;
    for (int row = 0; row < matrix.size; ++row)
        for (int column = 0; column < matrix.size;) {
            int run = 0;
            while (column + run < matrix.size && matrix.at(column + run, row)) ++run;
            if (run > 0) {   // one box a run keeps the picture small and leaves no hairlines between squares
                path.append("M").append(std::to_string(column + quiet_zone)).append(" ").append(std::to_string(row + quiet_zone));
                path.append("h").append(std::to_string(run)).append("v1h-").append(std::to_string(run)).append("z");
            }
            column += run + 1;
        }
    return path;
}

QrDrawing qr_drawing(std::string_view text) {
    const QrMatrix matrix = qr_matrix(text);
    return {matrix.size + 2 * quiet_zone, qr_path(matrix)};
}

std::string qr_svg(std::string_view text, int module_px) {
    const QrDrawing drawing = qr_drawing(text);
    const std::string units = std::to_string(drawing.size), pixels = std::to_string(drawing.size * module_px);
    std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + pixels + "\" height=\"" + pixels + "\" viewBox=\"0 0 " + units + " " + units;
    svg.append("\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"").append(drawing.path).append("\"/></svg>");
    return svg;
}

}  // namespace liren
