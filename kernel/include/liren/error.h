#pragma once
// What ends a request. An Error carries a text key and field errors for the client and a detail that only the log sees.
// Expected absence is std::optional, never an Error.

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace liren {

/// What is wrong with one member of the request: its path ("files[2]") and a text key, with values for the text's {places}.
struct FieldError {
    std::string path;
    std::string key;
    std::vector<std::pair<std::string, std::string>> values = {};
};

class Error : public std::exception {
public:
    /// `status` is an HTTP status (400–599); `key` names a text in lang/*.json; `detail` goes to the log only.
    Error(int status, std::string key, std::string detail = {}) : status_(status), key_(std::move(key)), detail_(std::move(detail)) {}
    Error(std::string key, std::vector<FieldError> fields) : status_(422), key_(std::move(key)), fields_(std::move(fields)) {}

    int status() const { return status_; }
    const std::string& key() const { return key_; }
    const std::vector<FieldError>& fields() const { return fields_; }
    const std::string& detail() const { return detail_; }
    const char* what() const noexcept override { return key_.c_str(); }

    /// Values for the {places} of the text.
    Error& with(std::string place, std::string value) {
        values_.emplace_back(std::move(place), std::move(value));
        return *this;
    }
    const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }
    /// Seconds after which a retry makes sense (429, 503): becomes Retry-After.
    Error& retry_after(int seconds) {
        retry_after_ = seconds;
        return *this;
    }
    int retry_after() const { return retry_after_; }
    /// A JSON object that the answer carries beside the problem members, e.g. "current" of a 412.
    Error& attach(std::string name, std::string json) {
        attachments_.emplace_back(std::move(name), std::move(json));
        return *this;
    }
    const std::vector<std::pair<std::string, std::string>>& attachments() const { return attachments_; }

private:
    int status_;
    std::string key_;
    std::vector<FieldError> fields_;
    std::string detail_;
    std::vector<std::pair<std::string, std::string>> values_;
    std::vector<std::pair<std::string, std::string>> attachments_;
    int retry_after_ = 0;
};

/// Refuses with 409 and the rule's key unless the condition holds.
void require(bool condition, const char* key);

/// The row does not exist, or not for this caller.
[[noreturn]] inline void not_found(const char* key = "error.not_found") { throw Error(404, key); }

}  // namespace liren
