#pragma once
// Live changes: one server-sent-event stream per browser. What is pushed is only {seq, name, subject_kind, subject, version},
// and only if the subject lies in the receiver's scope at that moment; the page then asks through the ordinary routes. Events
// come sealed and in order of seq; a client that names the last seq it saw is given what it missed.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "liren/access.h"
#include "liren/http.h"
#include "liren/storage.h"

namespace liren {

class Live {
public:
    /// Where a subject lies now; nullopt when it is gone or its kind declares no placement (then nobody is told).
    using Locate = std::function<std::optional<Placement>(const std::string& store, const std::string& kind, std::int64_t subject)>;
    /// The scope in which a caller may hear of a subject kind.
    using Hears = std::function<Scope(const Principal&, const std::string& store, const std::string& kind)>;

    Live(Storage& storage, Locate locate, Hears hears);
    ~Live();

    void start();
    void stop();
    /// Adds a listener to a store. `after` < 0: from now on.
    void listen(const std::string& store, std::shared_ptr<const Principal> principal, std::shared_ptr<Stream> stream, std::int64_t after);
    /// From Storage::on_sealed; returns at once.
    void announce(const std::string& store, const std::vector<SealedEvent>& events);
    /// Closes the streams of an account (0: of everybody) because its rights changed; browsers reconnect and are asked anew.
    void drop(AccountId account);
    std::size_t listeners() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace liren
