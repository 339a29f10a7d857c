#pragma once
// Code lists: the national standards' and the city's own lists of codes with Chinese names (sex, ethnic group, education …),
// read from packs/codes. A register's field of kind `code` names one; what a list does not hold is refused, never mapped in
// silence. Immutable after loading; thread-safe.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace liren {

struct CodeItem {
    std::string code, name, name_en;
    bool assignable = true;                   ///< false: a heading, or a code that only old data bears
};

class CodeList {
public:
    /// Of a YAML pack: code, standard, name, items [{code, name, name_en, aliases}]. Throws std::runtime_error that says where.
    explicit CodeList(std::string_view yaml);

    const std::string& name() const { return name_; }
    /// "GB/T 3304-1991", or "" of a list of the house's own.
    const std::string& standard() const { return standard_; }
    const std::vector<CodeItem>& items() const { return items_; }
    const CodeItem* find(std::string_view code) const;
    /// The item whose code, name or alias is this text, however it is spaced or written (full width, capitals); null otherwise.
    const CodeItem* recognize(std::string_view text) const;

private:
    std::string name_, standard_;
    std::vector<CodeItem> items_;
    std::unordered_map<std::string, std::size_t> by_code_, by_word_;
};

class CodeLists {
public:
    void add(std::string_view yaml);
    /// Throws std::logic_error for a list nobody ships.
    const CodeList& get(std::string_view name) const;
    const std::map<std::string, std::unique_ptr<const CodeList>, std::less<>>& all() const { return lists_; }

private:
    std::map<std::string, std::unique_ptr<const CodeList>, std::less<>> lists_;
};

}  // namespace liren
