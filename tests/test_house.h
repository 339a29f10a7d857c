#pragma once
// A whole house for tests of modules: both engines in turn, requests through the one pipeline as a browser would send them,
// signed in or not, without a socket. The clock is the machine's; nothing is mocked.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "kernel/tests/engines.h"
#include "liren/accounts.h"
#include "liren/house.h"
#include "liren/pipeline.h"
#include "tests/statement_faults.h"

namespace liren::testing {

struct Answer {
    int status = 0;
    boost::json::value body;                  ///< null when the answer has none
    std::string text, etag;

    /// The problem's key, or "" of a success.
    std::string key() const;
    /// The key said of one member of the request, or "".
    std::string fault(std::string_view path) const;
    boost::json::array items() const { return body.at("items").as_array(); }
    std::string string(std::string_view member) const { return std::string(body.at(member).as_string()); }
    std::int64_t number(std::string_view member) const { return body.at(member).as_int64(); }
};

class TestHouse {
public:
    /// Districts 140502 and 990101, migrated, with the roles of packs/roles/roles.yaml; `fill` runs before it serves.
    TestHouse(Installation& installation, std::vector<Module> modules, const std::function<void(House&)>& fill);
    ~TestHouse();

    House& house() { return *house_; }
    /// Adds a member of staff and signs them in under their login.
    AccountId hire(const std::string& login, const NewGrant& grant);
    AccountId hire(const std::string& login);   ///< without any grant
    AccountId account(const std::string& login) const { return accounts_.at(login).first; }

    // `as`: a login, or "" for a stranger.
    /// A new session for one who was idle too long, or whose clock was moved.
    void sign_in_again(const std::string& login);
    Answer get(const std::string& as, const std::string& target, const std::string& if_none_match = {});
    Answer post(const std::string& as, const std::string& target, const std::string& json);
    Answer post_with_key(const std::string& as, const std::string& target, const std::string& key, const std::string& json);
    /// A POST on a row at the version one has seen.
    Answer post_at(const std::string& as, const std::string& target, std::int64_t version, const std::string& json);
    Answer post_bytes(const std::string& as, const std::string& target, const std::string& bytes);
    Answer patch(const std::string& as, const std::string& target, std::int64_t version, const std::string& json);
    Answer remove(const std::string& as, const std::string& target);

private:
    Answer send(const std::string& as, Method method, const std::string& target, std::vector<std::pair<std::string, std::string>> headers, std::string body);

    TemporaryFolder folder_;
    std::unique_ptr<House> house_;
    std::unique_ptr<Pipeline> pipeline_;
    std::map<std::string, std::pair<AccountId, std::string>> accounts_;   ///< id and session token
    int asked_ = 0;
};

/// The text of a file of the source tree, e.g. "packs/divisions/140502.csv".
std::string source_file(const std::string& path);

}  // namespace liren::testing
