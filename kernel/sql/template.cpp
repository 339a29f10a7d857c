// The parser of statement texts. It knows just enough of SQL not to be fooled: literals, quoted names, comments, `::`.
#include "sql/template.h"

#include <cctype>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace liren::sql {
namespace {

class Parser {
public:
    explicit Parser(const Statement& statement) : text_(statement.text()) {
        parsed_.statement = &statement;
        parsed_.every_store = std::string_view(statement.name()).starts_with("kernel.");
    }

    Template parse() {
        while (at_ < text_.size()) step();
        if (group_ >= 0) refuse("an optional part is not closed with ]");
        flush();
        for (const Piece& piece : parsed_.pieces) {
            if (piece.kind == Piece::Kind::parameter && piece.group < 0) parsed_.required |= std::uint64_t{1} << piece.parameter;
            if (piece.kind != Piece::Kind::scope) continue;
            parsed_.scoped = true;
            parsed_.owner |= piece.owner;
            parsed_.assignee |= piece.assignee;
            parsed_.unit |= piece.unit;
        }
        return std::move(parsed_);
    }

private:
    [[noreturn]] void refuse(const std::string& why) const {
        throw std::logic_error(std::string("statement ") + parsed_.statement->name() + ": " + why);
    }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    static bool letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
    static bool word(char c) { return letter(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

    void step() {
        const char c = peek();
        if (c == '-' && peek(1) == '-') return skip_until("\n");
        if (c == '/' && peek(1) == '*') return skip_until("*/");
        if (c == '\'' || c == '"') return quoted(c);
        if (c == ':' && peek(1) == ':') return copy(2);
        if (c == ':' && letter(peek(1))) return parameter();
        if (c == '[') return open_group();
        if (c == ']') return close_group();
        if (c == '{') return token();
        if (c == '?' || (c == '$' && std::isdigit(static_cast<unsigned char>(peek(1))) != 0)) refuse("write :name, not ? or $1");
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            if (sql_.empty() || sql_.back() != ' ') sql_ += ' ';
            ++at_;
            return;
        }
        copy(1);
    }

    void copy(std::size_t length) {
        sql_ += text_.substr(at_, length);
        at_ += length;
    }

    void skip_until(std::string_view end) {
        const std::size_t found = text_.find(end, at_);
        at_ = found == std::string_view::npos ? text_.size() : found + end.size();
        if (sql_.empty() || sql_.back() != ' ') sql_ += ' ';
    }

    void quoted(char quote) {
        const std::size_t end = text_.find(quote, at_ + 1);  // a doubled quote begins the next literal: same text
        if (end == std::string_view::npos) refuse("a quote is not closed");
        copy(end + 1 - at_);
    }

    void flush() {
        if (sql_.empty()) return;
        Piece piece;
        piece.group = group_;
        piece.text = std::move(sql_);
        parsed_.pieces.push_back(std::move(piece));
        sql_.clear();
    }

    void parameter() {
        const std::size_t begin = ++at_;
        while (word(peek())) ++at_;
        const std::string_view name = text_.substr(begin, at_ - begin);
        flush();
        std::size_t index = 0;
        while (index < parsed_.names.size() && parsed_.names[index] != name) ++index;
        if (index == parsed_.names.size()) parsed_.names.push_back(name);
        if (index >= most_parameters) refuse("more than 64 parameters");
        if (group_ >= 0) parsed_.groups[static_cast<std::size_t>(group_)] |= std::uint64_t{1} << index;
        Piece piece;
        piece.kind = Piece::Kind::parameter;
        piece.group = group_;
        piece.parameter = index;
        parsed_.pieces.push_back(std::move(piece));
    }

    void open_group() {
        if (group_ >= 0) refuse("an optional part inside an optional part");
        flush();
        if (parsed_.groups.size() == 64) refuse("more than 64 optional parts");
        group_ = static_cast<int>(parsed_.groups.size());
        parsed_.groups.push_back(0);
        ++at_;
    }

    void close_group() {
        if (group_ < 0) refuse("] without [");
        flush();
        if (parsed_.groups.back() == 0) refuse("an optional part names no parameter");
        group_ = -1;
        ++at_;
    }

    void token() {
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos) refuse("{ is not closed");
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        flush();
        Piece piece;
        piece.group = group_;
        if (inside == "skip_locked") {
            piece.kind = Piece::Kind::skip_locked;
        } else if (inside.starts_with("scope:")) {
            if (group_ >= 0) refuse("a scope inside an optional part");
            scope(inside.substr(6), piece);
        } else if (inside.starts_with("found:")) {
            found(inside.substr(6), piece);
            return;
        } else {
            refuse("unknown token {" + std::string(inside) + "}");
        }
        parsed_.pieces.push_back(std::move(piece));
    }

    /// "alias|table :parameter": the rows of the table whose words meet the question.
    void found(std::string_view inside, Piece& piece) {
        const std::size_t bar = inside.find('|'), colon = inside.find(" :");
        if (bar == std::string_view::npos || colon == std::string_view::npos || colon < bar) refuse("{found:alias|table :parameter}");
        piece.kind = Piece::Kind::found;
        piece.text = inside.substr(0, bar);
        piece.table = inside.substr(bar + 1, colon - bar - 1);
        parsed_.pieces.push_back(piece);
        const std::size_t after = at_;
        at_ = static_cast<std::size_t>(inside.data() - text_.data()) + colon + 1;
        parameter();
        at_ = after;
        piece.kind = Piece::Kind::found_end;
        parsed_.pieces.push_back(std::move(piece));
    }

    void scope(std::string_view inside, Piece& piece) const {
        piece.kind = Piece::Kind::scope;
        std::size_t bar = inside.find('|');
        piece.text = inside.substr(0, bar);
        if (piece.text.empty()) refuse("{scope:…} without an alias");
        for (char c : piece.text)
            if (!word(c)) refuse("{scope:…} with a strange alias");
        while (bar != std::string_view::npos) {
            inside.remove_prefix(bar + 1);
            bar = inside.find('|');
            const std::string_view relation = inside.substr(0, bar);
            if (relation == "owner") piece.owner = true;
            else if (relation == "assignee") piece.assignee = true;
            else if (relation == "unit") piece.unit = true;
            else refuse("unknown relation " + std::string(relation));
        }
    }

    Template parsed_;
    std::string_view text_;
    std::size_t at_ = 0;
    int group_ = -1;
    std::string sql_;
};

}  // namespace

const Template& template_of(const Statement& statement) {
    static std::mutex mutex;
    static std::unordered_map<const Statement*, std::unique_ptr<const Template>> templates;
    const std::lock_guard lock(mutex);
    std::unique_ptr<const Template>& found = templates[&statement];
    if (!found) found = std::make_unique<const Template>(Parser(statement).parse());
    return *found;
}

}  // namespace liren::sql
