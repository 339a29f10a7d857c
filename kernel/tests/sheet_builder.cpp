#include "sheet_builder.h"

#include <zlib.h>

#include "liren/error.h"

namespace sheet_builder {

namespace {

void put(std::string& into, std::uint64_t value, int bytes) {
    for (; bytes > 0; --bytes, value >>= 8) into.push_back(static_cast<char>(value & 0xff));
}

std::string deflated(const std::string& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

constexpr std::string_view relation_space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relationships(const std::vector<std::pair<std::string, std::string>>& type_and_target) {
    std::string xml = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    int id = 0;
    for (const auto& [type, target] : type_and_target)
        xml.append("<Relationship Id=\"rId").append(std::to_string(++id)).append("\" Type=\"").append(relation_space).append("/").append(type).append("\" Target=\"").append(target).append("\"/>");
    return xml + "</Relationships>";
}

}  // namespace

std::string zip(const std::vector<Part>& parts, const ZipShape& shape) {
    std::string file, directory;
    for (const Part& part : parts) {
        const std::string packed = part.packing == Packing::deflated ? deflated(part.bytes) : part.bytes;
        const std::uint64_t crc = part.crc.value_or(static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(part.bytes.data()), static_cast<uInt>(part.bytes.size()))));
        const std::uint64_t size = part.size.value_or(part.bytes.size()), offset = part.offset.value_or(file.size());
        const unsigned flags = (part.descriptor ? 8u : 0u) | (part.locked ? 1u : 0u), method = part.packing == Packing::deflated ? 8 : 0;
        put(file, 0x04034b50, 4);
        put(file, part.zip64 ? 45 : 20, 2);
        put(file, flags, 2);
        put(file, method, 2);
        put(file, 0x00210000, 4);
        put(file, part.descriptor ? 0 : crc, 4);
        put(file, part.descriptor ? 0 : part.zip64 ? 0xffffffff : packed.size(), 4);
        put(file, part.descriptor ? 0 : part.zip64 ? 0xffffffff : size, 4);
        put(file, part.name.size(), 2);
        put(file, 0, 2);
        file += part.name + packed;
        if (part.descriptor) {
            put(file, 0x08074b50, 4);
            put(file, crc, 4);
            put(file, packed.size(), part.zip64 ? 8 : 4);
            put(file, size, part.zip64 ? 8 : 4);
        }
        put(directory, 0x02014b50, 4);
        put(directory, 45, 2);
        put(directory, part.zip64 ? 45 : 20, 2);
        put(directory, flags, 2);
        put(directory, method, 2);
        put(directory, 0x00210000, 4);
        put(directory, crc, 4);
        put(directory, part.zip64 ? 0xffffffff : packed.size(), 4);
        put(directory, part.zip64 ? 0xffffffff : size, 4);
        put(directory, part.name.size(), 2);
        put(directory, part.zip64 ? 28 : 0, 2);
        put(directory, 0, 10);
        put(directory, part.zip64 ? 0xffffffff : offset, 4);
        directory += part.name;
        if (part.zip64) {
            put(directory, 1, 2);
            put(directory, 24, 2);
            for (const std::uint64_t value : {size, static_cast<std::uint64_t>(packed.size()), offset}) put(directory, value, 8);
        }
    }
    const std::uint64_t begin = file.size(), length = directory.size();
    file += directory;
    if (shape.zip64_end) {
        const std::uint64_t end64 = file.size();
        put(file, 0x06064b50, 4);
        put(file, 44, 8);
        put(file, 45, 2);
        put(file, 45, 2);
        put(file, 0, 8);
        put(file, parts.size(), 8);
        put(file, parts.size(), 8);
        put(file, length, 8);
        put(file, begin, 8);
        put(file, 0x07064b50, 4);
        put(file, 0, 4);
        put(file, end64, 8);
        put(file, 1, 4);
    }
    put(file, 0x06054b50, 4);
    put(file, 0, 4);
    put(file, shape.zip64_end ? 0xffff : parts.size(), 2);
    put(file, shape.zip64_end ? 0xffff : parts.size(), 2);
    put(file, shape.zip64_end ? 0xffffffff : length, 4);
    put(file, shape.zip64_end ? 0xffffffff : begin, 4);
    put(file, shape.comment.size(), 2);
    return file + shape.comment;
}

std::vector<Part> Xlsx::parts() const {
    const std::string space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    std::vector<std::pair<std::string, std::string>> targets = {{"worksheet", "worksheets/sheet1.xml"}};
    std::vector<Part> all = {{"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", relationships({{"officeDocument", "xl/workbook.xml"}})}};
    all.push_back({"xl/workbook.xml", "<workbook " + space + " xmlns:r=\"" + std::string(relation_space) + "\">" + workbook_properties + "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"});
    all.push_back({"xl/worksheets/sheet1.xml", sheet.empty() ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<worksheet " + space + "><dimension ref=\"A1\"/><sheetData>" + rows + "</sheetData>" + after_rows + "</worksheet>" : sheet});
    if (!shared.empty()) {
        targets.emplace_back("sharedStrings", "sharedStrings.xml");
        all.push_back({"xl/sharedStrings.xml", "<sst " + space + ">" + shared + "</sst>"});
    }
    if (!styles.empty()) {
        targets.emplace_back("styles", "styles.xml");
        all.push_back({"xl/styles.xml", "<styleSheet " + space + "><numFmts>" + formats + "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" + styles + "</cellXfs></styleSheet>"});
    }
    all.push_back({"xl/_rels/workbook.xml.rels", relationships(targets)});
    return all;
}

std::string seen(std::string bytes, std::size_t sheet, const liren::SheetLimits& limits) {
    std::string all;
    liren::Workbook book = liren::open_workbook_bytes(std::move(bytes), limits);
    book.read_rows(sheet, [&](const liren::SheetRow& row) {
        if (!all.empty()) all += " | ";
        all += std::to_string(row.number) + (row.hidden ? "h" : "");
        for (const liren::SheetCell& cell : row.cells) {
            all += " " + liren::column_letters(cell.column);
            all.push_back("0=#?@%!"[static_cast<std::size_t>(cell.kind)]);
            if (cell.formula) all.push_back('~');
            if (cell.lossy) all.push_back('*');
            all += cell.text;
        }
        return liren::SheetStep::go_on;
    });
    return all;
}

std::string refusal(std::string bytes, const liren::SheetLimits& limits) {
    try {
        liren::Workbook book = liren::open_workbook_bytes(std::move(bytes), limits);
        for (std::size_t i = 0; i < book.sheets().size(); ++i) {
            book.read_rows(i, [](const liren::SheetRow&) { return liren::SheetStep::go_on; });
            book.merged_ranges(i);
        }
    } catch (const liren::Error& error) {
        return error.status() == 422 ? error.key() : "not 422";
    }
    return "";
}

std::string merged(std::string bytes, std::size_t sheet) {
    std::string all;
    for (const liren::MergedRange& range : liren::open_workbook_bytes(std::move(bytes)).merged_ranges(sheet))
        all += liren::column_letters(range.first_column) + std::to_string(range.first_row) + ":" + liren::column_letters(range.last_column) + std::to_string(range.last_row) + " ";
    return all;
}

std::string part_of(const std::string& bytes, std::string_view name) {
    const auto number = [&](std::size_t at, int count) {
        std::size_t value = 0;
        while (count-- > 0) value = value << 8 | static_cast<unsigned char>(bytes.at(at + static_cast<std::size_t>(count)));
        return value;
    };
    for (std::size_t at = bytes.find("PK\x01\x02"); at != std::string::npos; at = bytes.find("PK\x01\x02", at + 4)) {
        if (bytes.substr(at + 46, number(at + 28, 2)) != name) continue;
        const std::size_t local = number(at + 42, 4), begin = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        std::string whole(number(at + 24, 4), '\0');
        z_stream stream{};
        inflateInit2(&stream, -15);
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + begin));
        stream.avail_in = static_cast<uInt>(number(at + 20, 4));
        stream.next_out = reinterpret_cast<Bytef*>(whole.data());
        stream.avail_out = static_cast<uInt>(whole.size());
        const bool fine = inflate(&stream, Z_FINISH) == Z_STREAM_END;
        inflateEnd(&stream);
        return fine ? whole : "does not inflate";
    }
    return "no such part";
}

std::string one_cell(std::string_view cell) { return "<row r=\"1\">" + std::string(cell) + "</row>"; }

}  // namespace sheet_builder
