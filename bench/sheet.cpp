// The programs of ./dev bench sheet, one job a process, so that each has its own seconds, CPU and memory: our reader and writer,
// and what they are compared with. Prints one line: seconds, CPU seconds, MB at the most, rows, a hash of every cell.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <sys/resource.h>

#include "bench/sheet_baselines.h"
#include "liren/sheet.h"
#include "sheet/zip_writer.h"

using namespace liren;

namespace {

constexpr std::uint32_t columns = 12;

/// Twelve cells of an invented person; eight texts, two dates as text, two numbers.
class People {
public:
    const std::string& cell(std::uint32_t column) const { return cells_[column]; }

    void next() {
        static constexpr std::string_view surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳"};
        static constexpr std::string_view given[] = {"伟", "秀英", "建国", "桂兰", "志强", "雪", "子涵", "浩然", "文", "丽华", "海燕", "明"};
        static constexpr std::string_view streets[] = {"东街", "西街", "南街", "北街", "凤台东", "泽州", "红星", "建设"};
        const std::uint64_t random = draw();
        ++number_;
        cells_[0] = std::to_string(number_);
        cells_[1] = std::string(surnames[random % 11]).append(given[random / 11 % 12]);
        cells_[2] = random & 1 ? "男" : "女";
        cells_[3] = "140502" + std::to_string(19400101 + random % 800'000).append(std::to_string(1000 + random / 7 % 9000));
        cells_[4] = "1" + std::to_string(3'000'000'000 + random % 6'999'999'999);
        cells_[5] = std::to_string(1940 + random % 80) + "-0" + std::to_string(1 + random % 9) + "-1" + std::to_string(random % 10);
        cells_[6] = "汉族";
        cells_[7] = std::string(streets[random / 13 % 8]).append("街道").append(std::to_string(random % 30)).append("社区");
        cells_[8] = std::string(streets[random / 17 % 8]).append("小区").append(std::to_string(random % 40)).append("号楼").append(std::to_string(random % 6 + 1)).append("单元");
        cells_[9] = std::to_string(random % 34 + 1) + "0" + std::to_string(random % 4 + 1);
        cells_[10] = std::to_string(random % 200) + "." + std::to_string(random % 9 + 1);
        cells_[11] = random % 5 == 0 ? "租户" : "业主";
    }
    static bool is_number(std::uint32_t column) { return column == 0 || column == 10; }

private:
    std::uint64_t draw() {   // splitmix64
        std::uint64_t value = state_ += 0x9e3779b97f4a7c15;
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
        value = (value ^ value >> 27) * 0x94d049bb133111eb;
        return value ^ value >> 31;
    }
    std::uint64_t state_ = 7, number_ = 0;
    std::string cells_[columns];
};

struct Figures {
    std::uint64_t rows = 0, hash = 0;
};

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

File open_for_writing(const std::string& path) { return File(path.empty() ? nullptr : std::fopen(path.c_str(), "wb")); }

/// With inline texts, as our writer makes it; to `path`, or nowhere.
Figures write_ours(std::uint64_t rows, const std::string& path, SheetFormat format = SheetFormat::xlsx) {
    std::uint64_t bytes = 0;
    const File file = open_for_writing(path);
    SheetWriter writer([&](std::string_view piece) {
        bytes += piece.size();
        if (file) std::fwrite(piece.data(), 1, piece.size(), file.get());
    }, format);
    std::vector<SheetColumn> titles(columns, SheetColumn{"标题"});
    writer.begin_sheet("人口", titles);
    People people;
    for (std::uint64_t row = 1; row < rows; ++row) {
        people.next();
        for (std::uint32_t column = 0; column < columns; ++column) {
            if (column == 0) writer.number(static_cast<std::int64_t>(row));
            else if (column == 10) writer.number(std::strtod(people.cell(column).c_str(), nullptr));
            else writer.text(people.cell(column));
        }
        writer.end_row();
    }
    writer.finish();
    return {rows, bytes};
}

/// With shared texts, as Excel makes it.
Figures write_shared(std::uint64_t rows, const std::string& path) {
    const File file = open_for_writing(path);
    sheet::ZipWriter zip([&](std::string_view piece) { std::fwrite(piece.data(), 1, piece.size(), file.get()); });
    const auto whole = [&](const char* name, std::string_view bytes) {
        zip.begin_part(name);
        zip.write(bytes);
        zip.end_part();
    };
    whole("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>");
    whole("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"a\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"b\" Type=\"/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
    std::map<std::string, std::size_t, std::less<>> places;
    std::vector<const std::string*> order;
    zip.begin_part("xl/worksheets/sheet1.xml");
    std::string xml = "<worksheet><sheetData>";
    People people;
    for (std::uint64_t row = 1; row <= rows; ++row) {
        people.next();
        const std::string number = std::to_string(row);
        xml.append("<row r=\"").append(number).append("\">");
        for (std::uint32_t column = 0; column < columns; ++column) {
            xml.append("<c r=\"").append(column_letters(column)).append(number);
            if (People::is_number(column)) {
                xml.append("\"><v>").append(people.cell(column)).append("</v></c>");
                continue;
            }
            const auto [place, fresh] = places.try_emplace(people.cell(column), places.size());
            if (fresh) order.push_back(&place->first);
            xml.append("\" t=\"s\"><v>").append(std::to_string(place->second)).append("</v></c>");
        }
        xml.append("</row>");
        if (xml.size() > 200'000) {
            zip.write(xml);
            xml.clear();
        }
    }
    zip.write(xml.append("</sheetData></worksheet>"));
    zip.end_part();
    zip.begin_part("xl/sharedStrings.xml");
    zip.write("<sst>");
    for (const std::string* text : order) zip.write(xml.assign("<si><t>").append(*text).append("</t></si>"));
    zip.write("</sst>");
    zip.end_part();
    zip.finish();
    return {rows, order.size()};
}

Figures read_ours(const std::string& path) {
    Figures figures;
    Workbook book = open_workbook(path);
    book.read_rows(0, [&](const SheetRow& row) {
        ++figures.rows;
        for (const SheetCell& cell : row.cells) figures.hash += bench::hash_of(cell.text);
        return SheetStep::go_on;
    });
    return figures;
}

Figures run(const std::string& job, const std::string& path, std::uint64_t rows) {
    if (job == "make-inline") return write_ours(rows, path);
    if (job == "make-csv") return write_ours(rows, path, SheetFormat::csv);
    if (job == "make-shared") return write_shared(rows, path);
    if (job == "write") return write_ours(rows, {});
    if (job == "write-csv") return write_ours(rows, {}, SheetFormat::csv);
    if (job == "write-libxlsxwriter") {
        People people;
        return {rows, bench::write_with_libxlsxwriter(path, rows, columns, [&](std::uint32_t column) -> const std::string& {
                    if (column == 0) people.next();
                    return people.cell(column);
                }, &People::is_number)};
    }
    if (job == "read") return read_ours(path);
    Figures figures;
    if (job == "inflate") figures.hash = bench::inflate_only(path);
    else if (job == "hand") bench::read_with_bare_tokenizer(path, figures.rows, figures.hash);
    else if (job == "expat") bench::read_with_expat(path, figures.rows, figures.hash);
    else std::exit(2);
    return figures;
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::fprintf(stderr, "bench_sheet JOB FILE ROWS\n");
        return 2;
    }
    const auto begin = std::chrono::steady_clock::now();
    const Figures figures = run(arguments[1], arguments[2], std::strtoull(arguments[3], nullptr, 10));
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    const auto of = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    std::printf("%.3f %.3f %.1f %llu %llx\n", seconds, of(used.ru_utime) + of(used.ru_stime), static_cast<double>(used.ru_maxrss) / 1024, static_cast<unsigned long long>(figures.rows), static_cast<unsigned long long>(figures.hash));
}
