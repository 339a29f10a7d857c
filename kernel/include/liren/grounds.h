#pragma once
// Grounds: why a field of a register is kept at all — its purpose, its legal basis, how sensitive it is and for how long it may
// stand after its row has ended (个人信息保护法 6, 13, 19, 28). Read from packs/grounds; a register names one, a field may name
// another. Immutable after loading; thread-safe.

#include <map>
#include <string>
#include <string_view>

namespace liren {

struct Ground {
    std::string code, purpose, purpose_en, basis, basis_en;
    std::string sensitivity;                  ///< "ordinary" (no person), "personal" or "sensitive" (个人信息保护法 28)
    int retention_years = 0;                  ///< after the row has ended
};

class Grounds {
public:
    /// Of a YAML pack: a list of {code, purpose, purpose_en, basis, basis_en, sensitivity, retention_years}. Throws
    /// std::runtime_error for one that leaves something out.
    void add(std::string_view yaml);
    /// Null for a ground nobody ships.
    const Ground* find(std::string_view code) const;
    const std::map<std::string, Ground, std::less<>>& all() const { return grounds_; }

private:
    std::map<std::string, Ground, std::less<>> grounds_;
};

}  // namespace liren
