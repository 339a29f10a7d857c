#include "bench/sheet_baselines.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <memory>
#include <vector>

#include <expat.h>
#include <isa-l/igzip_lib.h>
#include <xlsxwriter.h>
#include <zip.h>

namespace bench {

namespace {

/// One deflated part: where libzip's list says it is, found by its local header.
struct Packed {
    std::vector<char> bytes;
};

std::uint32_t number(const char* at, int bytes) {
    std::uint32_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) value = value << 8 | static_cast<unsigned char>(at[i]);
    return value;
}

/// The packed bytes of a part, by a walk over the central directory.
Packed packed_part(const std::string& path, std::string_view name) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) std::exit(3);
    std::fseek(file, -22, SEEK_END);
    char end[22];
    if (std::fread(end, 1, 22, file) != 22) std::exit(3);
    std::vector<char> directory(number(end + 12, 4));
    std::fseek(file, static_cast<long>(number(end + 16, 4)), SEEK_SET);
    if (std::fread(directory.data(), 1, directory.size(), file) != directory.size()) std::exit(3);
    Packed packed;
    for (std::size_t at = 0; at < directory.size();) {
        const char* const entry = directory.data() + at;
        const std::uint32_t length = number(entry + 28, 2), extra = number(entry + 30, 2);
        if (std::string_view(entry + 46, length) == name) {
            char local[30];
            std::fseek(file, static_cast<long>(number(entry + 42, 4)), SEEK_SET);
            if (std::fread(local, 1, 30, file) != 30) std::exit(3);
            std::fseek(file, static_cast<long>(number(local + 26, 2) + number(local + 28, 2)), SEEK_CUR);
            packed.bytes.resize(number(entry + 20, 4));
            if (std::fread(packed.bytes.data(), 1, packed.bytes.size(), file) != packed.bytes.size()) std::exit(3);
        }
        at += 46 + length + extra + number(entry + 32, 2);
    }
    std::fclose(file);
    return packed;
}

/// Gives the part to `take` in pieces of at most 256 KB; take says how many bytes it leaves for the next time.
template <class Take>
void inflate(const Packed& packed, Take take) {
    if (packed.bytes.empty()) return;
    const auto state = std::make_unique<inflate_state>();
    isal_inflate_init(state.get());
    state->next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(packed.bytes.data()));
    state->avail_in = static_cast<std::uint32_t>(packed.bytes.size());
    std::vector<char> window(256u << 10);
    std::size_t kept = 0;
    while (state->block_state != ISAL_BLOCK_FINISH) {
        state->next_out = reinterpret_cast<std::uint8_t*>(window.data() + kept);
        state->avail_out = static_cast<std::uint32_t>(window.size() - kept);
        if (isal_inflate(state.get()) < 0) std::exit(3);
        const std::size_t filled = window.size() - state->avail_out;
        const std::size_t left = take(std::string_view(window.data(), filled));
        std::memmove(window.data(), window.data() + filled - left, left);
        kept = left;
    }
}

constexpr const char* sheet_part = "xl/worksheets/sheet1.xml";
constexpr const char* shared_part = "xl/sharedStrings.xml";

/// Calls `found` with what stands between <t> or <v> and </, and whether a t="s" came before it.
template <class Found>
std::size_t tokens(std::string_view piece, std::uint64_t& rows, Found found) {
    bool shared = false;
    const char *at = piece.data(), *const end = at + piece.size(), *safe = at;
    for (;;) {
        at = static_cast<const char*>(std::memchr(at, '<', static_cast<std::size_t>(end - at)));
        if (at == nullptr || end - at < 4) break;
        if (at[1] == 'c' && at[2] == ' ') {
            safe = at;
            const auto* const close = static_cast<const char*>(std::memchr(at, '>', static_cast<std::size_t>(end - at)));
            if (close == nullptr) break;
            shared = close - at > 5 && std::memcmp(close - 5, "t=\"s\"", 5) == 0;
            at = close + 1;
        } else if ((at[1] == 't' || at[1] == 'v') && at[2] == '>') {
            const auto* const close = static_cast<const char*>(std::memchr(at + 3, '<', static_cast<std::size_t>(end - at - 3)));
            if (close == nullptr) break;
            found(std::string_view(at + 3, static_cast<std::size_t>(close - at - 3)), shared);
            safe = at = close + 1;
        } else {
            rows += at[1] == 'r' && at[2] == 'o';
            safe = ++at;
        }
    }
    return static_cast<std::size_t>(end - safe);
}

struct Expat {
    std::uint64_t* rows;
    std::uint64_t* hash;
    bool in_value = false, shared = false, is_list = false;
    std::string text;
    std::deque<std::string> texts;
};

void parse(zip_t* archive, const char* name, Expat& state) {
    zip_file_t* const part = zip_fopen(archive, name, 0);
    if (part == nullptr) return;
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, &state);
    XML_SetElementHandler(parser, [](void* user, const char* tag, const char** attributes) {
        auto& own = *static_cast<Expat*>(user);
        if (std::strcmp(tag, "row") == 0) ++*own.rows;
        if (std::strcmp(tag, "c") == 0) {
            own.shared = false;
            for (; *attributes; attributes += 2)
                if (std::strcmp(attributes[0], "t") == 0) own.shared = std::strcmp(attributes[1], "s") == 0;
        }
        own.in_value = std::strcmp(tag, "v") == 0 || std::strcmp(tag, "t") == 0;
        if (own.in_value) own.text.clear();
    }, [](void* user, const char*) {
        auto& own = *static_cast<Expat*>(user);
        if (!own.in_value) return;
        own.in_value = false;
        if (own.is_list) own.texts.push_back(own.text);
        else *own.hash += hash_of(own.shared ? own.texts[static_cast<std::size_t>(std::atol(own.text.c_str()))] : own.text);
    });
    XML_SetCharacterDataHandler(parser, [](void* user, const char* text, int length) {
        auto& own = *static_cast<Expat*>(user);
        if (own.in_value) own.text.append(text, static_cast<std::size_t>(length));
    });
    for (std::vector<char> piece(64u << 10);;) {
        const zip_int64_t got = zip_fread(part, piece.data(), piece.size());
        if (XML_Parse(parser, piece.data(), static_cast<int>(got), got == 0) == XML_STATUS_ERROR) std::exit(3);
        if (got == 0) break;
    }
    XML_ParserFree(parser);
    zip_fclose(part);
}

}  // namespace

std::uint64_t inflate_only(const std::string& path) {
    std::uint64_t bytes = 0;
    for (const char* part : {sheet_part, shared_part})
        inflate(packed_part(path, part), [&](std::string_view piece) {
            bytes += piece.size();
            return std::size_t{0};
        });
    return bytes;
}

void read_with_bare_tokenizer(const std::string& path, std::uint64_t& rows, std::uint64_t& hash) {
    std::deque<std::string> texts;
    inflate(packed_part(path, shared_part), [&](std::string_view piece) { return tokens(piece, rows, [&](std::string_view text, bool) { texts.emplace_back(text); }); });
    inflate(packed_part(path, sheet_part), [&](std::string_view piece) {
        return tokens(piece, rows, [&](std::string_view text, bool shared) { hash += hash_of(shared ? std::string_view(texts[static_cast<std::size_t>(std::strtoull(text.data(), nullptr, 10))]) : text); });
    });
}

void read_with_expat(const std::string& path, std::uint64_t& rows, std::uint64_t& hash) {
    int problem = 0;
    zip_t* const archive = zip_open(path.c_str(), ZIP_RDONLY, &problem);
    if (archive == nullptr) std::exit(3);
    Expat state{.rows = &rows, .hash = &hash};
    state.is_list = true;
    parse(archive, shared_part, state);
    state.is_list = false;
    parse(archive, sheet_part, state);
    zip_close(archive);
}

std::uint64_t write_with_libxlsxwriter(const std::string& path, std::uint64_t rows, std::uint32_t columns, const std::function<const std::string&(std::uint32_t)>& cell,
                                       bool (*is_number)(std::uint32_t)) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    lxw_workbook* const book = workbook_new_opt(path.c_str(), &options);
    lxw_worksheet* const sheet = workbook_add_worksheet(book, nullptr);
    for (std::uint64_t row = 0; row < rows; ++row)
        for (std::uint32_t column = 0; column < columns; ++column) {
            const std::string& words = cell(column);
            const auto at_row = static_cast<lxw_row_t>(row);
            const auto at_column = static_cast<lxw_col_t>(column);
            if (is_number(column)) worksheet_write_number(sheet, at_row, at_column, std::strtod(words.c_str(), nullptr), nullptr);
            else worksheet_write_string(sheet, at_row, at_column, words.c_str(), nullptr);
        }
    workbook_close(book);
    return std::filesystem::file_size(path);
}

}  // namespace bench
