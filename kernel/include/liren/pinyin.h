#pragma once
// How Chinese text sounds and where it stands in a list. The readings come from a table made at build time (ICU's
// Han-Latin, corrected by packs/pinyin/), so that no transliterator runs in the server; pure functions, any thread.

#include <string>
#include <string_view>
#include <vector>

namespace liren {

/// The likeliest reading without tones or spaces, ü written v: 单雄信 → "shanxiongxin", 长安街 → "changanjie", 吕梁 → "lvliang".
/// Latin letters and digits stay, in lower case; everything else is left out.
std::string pinyin_key(std::string_view text);

/// All plausible initials, the likeliest first, at most 16: 单雄信 → "sxx", "dxx", "cxx". Match any of them.
std::vector<std::string> pinyin_initials(std::string_view text);

/// A text value whose byte order (SQLite BINARY, PostgreSQL C) is the Chinese order by pinyin (ICU zh-u-co-pinyin, with
/// numbers by value: 2号楼 before 10号楼). Only for ordering: made of 0–9 and a–v, and not reversible. At most the first 64
/// characters of the text count. Stored keys are rebuilt when ICU changes its major version (sort_key_version).
std::string sort_key(std::string_view text);

/// The same for a person's name, whose surname is read as a surname: 曾 stands among zeng, not ceng; 单 among shan.
std::string name_sort_key(std::string_view name);

/// Names the collation that made the keys, e.g. "zh-pinyin-153.120"; store it beside them.
std::string sort_key_version();

}  // namespace liren
