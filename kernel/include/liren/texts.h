#pragma once
// The words of the house: text keys → sentences, in Chinese first and English second, from lang/*.json of the kernel and of
// every module. Places in braces are filled in: "最多{limit}个字". Immutable after loading; thread-safe.

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "liren/embedded.h"

namespace liren {

using TextValues = std::vector<std::pair<std::string, std::string>>;

class Texts {
public:
    /// Takes the files whose path is "lang/<language>.json"; a key given twice in one language throws.
    void add(const EmbeddedFile* files, std::size_t count);

    /// The sentence, or the key itself when nobody wrote it (a check prevents that).
    std::string get(std::string_view language, std::string_view key, const TextValues& values = {}) const;
    bool has(std::string_view language, std::string_view key) const;
    std::vector<std::string> languages() const;
    std::vector<std::string> keys(std::string_view language) const;
    /// The best language for an Accept-Language header; zh-CN when it names none of ours.
    static std::string_view choose(std::string_view accept_language);

private:
    std::map<std::string, std::unordered_map<std::string, std::string>, std::less<>> languages_;
};

}  // namespace liren
