#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

#include "liren/qr.h"

using namespace liren;

namespace {

/// What zbarimg reads from the matrix, painted eight pixels a module.
std::string read_back(const QrMatrix& matrix) {
    char name[] = "/tmp/liren_qr_XXXXXX.pgm";
    ::close(::mkstemps(name, 4));
    const int scale = 8, side = (matrix.size + 8) * scale;
    {
        std::ofstream picture(name, std::ios::binary);
        picture << "P5\n" << side << " " << side << "\n255\n";
        for (int y = 0; y < side; ++y)
            for (int x = 0; x < side; ++x) {
                const int column = x / scale - 4, row = y / scale - 4;
                const bool inside = column >= 0 && row >= 0 && column < matrix.size && row < matrix.size;
                picture.put(inside && matrix.at(column, row) ? '\0' : '\xFF');
            }
    }
    FILE* const pipe = ::popen(("zbarimg -q --raw -Sdisable -Sqrcode.enable " + std::string(name) + " 2>/dev/null").c_str(), "r");
    std::string words(4096, '\0');
    words.resize(std::fread(words.data(), 1, words.size(), pipe));
    ::pclose(pipe);
    ::unlink(name);
    while (!words.empty() && words.back() == '\n') words.pop_back();
    return words;
}

}  // namespace

TEST_CASE("a QR code is read back by another program") {
    if (std::system("command -v zbarimg >/dev/null") != 0) {
        MESSAGE("zbarimg is not installed");
        return;
    }
    for (const std::string text : {"https://liren.example/c/JC-2026-000123", "1", "晋城市城区 东街街道", "tel:0356-2021234"}) CHECK(read_back(qr_matrix(text)) == text);
}

TEST_CASE("the path covers exactly the dark squares") {
    const QrMatrix matrix = qr_matrix("https://liren.example/");
    const std::string path = qr_path(matrix);
    std::vector<bool> painted(matrix.dark.size(), false);
    for (std::size_t at = path.find('M'); at != std::string::npos; at = path.find('M', at + 1)) {
        int column = 0, row = 0, run = 0;
        REQUIRE(std::sscanf(path.c_str() + at, "M%d %dh%d", &column, &row, &run) == 3);
        for (int i = 0; i < run; ++i) painted[static_cast<std::size_t>((row - 4) * matrix.size + column - 4 + i)] = true;
    }
    CHECK(painted == matrix.dark);
}

TEST_CASE("the picture is one path in its viewBox with a quiet zone") {
    const std::string svg = qr_svg("liren", 4);
    CHECK(svg.find("viewBox=\"0 0 29 29\"") != std::string::npos);   // version 1: 21 and two times four
    CHECK(svg.find("width=\"116\"") != std::string::npos);
    CHECK(svg.find("<path") == svg.rfind("<path"));
}

TEST_CASE("what no code can hold is refused") {
    CHECK_THROWS_AS(qr_matrix(""), QrImpossible);
    CHECK_THROWS_AS(qr_matrix(std::string(2332, 'x')), QrImpossible);
    CHECK(qr_matrix(std::string(2331, 'x')).size == 177);
    CHECK_NOTHROW(qr_matrix(std::string("a\0b", 3)));
}
