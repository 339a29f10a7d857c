#include "liren/live.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "liren/json_writer.h"
#include "liren/log.h"

namespace liren {

namespace {

constexpr int catch_up_limit = 1'000;

std::string message(const SealedEvent& event) {
    std::string out = "id: " + std::to_string(event.seq) + "\nevent: change\ndata: ";
    JsonWriter json(out);
    json.begin_object();
    json.key("seq");
    json.integer(event.seq);
    json.key("name");
    json.string(event.name);
    json.key("subject_kind");
    json.string(event.subject_kind);
    json.key("subject");
    json.string(id_text(event.subject));
    json.key("version");
    json.integer(event.version);
    json.end_object();
    return out += "\n\n";
}

struct Listener {
    std::shared_ptr<const Principal> principal;
    std::shared_ptr<Stream> stream;
    std::int64_t after = -1;
    std::map<std::string, Scope> scopes;   ///< by subject kind
};

}  // namespace

struct Live::Impl {
    Storage& storage;
    Locate locate;
    Hears hears;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<std::pair<std::string, std::vector<SealedEvent>>> announced;
    std::vector<std::pair<std::string, Listener>> arriving;
    std::vector<std::int64_t> dropped;   ///< accounts; 0 = everybody
    std::map<std::string, std::vector<Listener>> listeners;   ///< only the thread touches it
    std::atomic<std::size_t> count{0};
    bool stopping = false;
    std::thread thread;

    Impl(Storage& s, Locate l, Hears h) : storage(s), locate(std::move(l)), hears(std::move(h)) {}

    void run() {
        for (;;) {
            std::deque<std::pair<std::string, std::vector<SealedEvent>>> news;
            std::vector<std::pair<std::string, Listener>> fresh;
            std::vector<std::int64_t> gone;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, [this] { return stopping || !announced.empty() || !arriving.empty() || !dropped.empty(); });
                if (stopping) break;
                news.swap(announced);
                fresh.swap(arriving);
                gone.swap(dropped);
            }
            for (auto& [store, listener] : fresh) welcome(store, std::move(listener));
            for (auto& [store, events] : news) tell_all(store, events);
            for (const std::int64_t account : gone) drop(account);
        }
        drop(0);
    }

    void welcome(const std::string& store, Listener&& listener) {
        try {
            const std::int64_t last = storage.last_sealed(store);
            if (listener.after < 0 || last - listener.after > catch_up_limit) {
                // Too far behind to be told piece by piece: the page reads everything anew.
                const char* kind = listener.after < 0 ? "hello" : "reset";
                listener.after = last;
                listener.stream->send("retry: 2000\nid: " + std::to_string(last) + "\nevent: " + kind + "\ndata: {}\n\n");
            } else {
                listener.stream->send("retry: 2000\nevent: hello\ndata: {}\n\n");
                for (const SealedEvent& event : storage.sealed_after(store, listener.after, catch_up_limit)) tell(store, listener, event, locate(store, event.subject_kind, event.subject));
            }
            listeners[store].push_back(std::move(listener));
            ++count;
        } catch (const std::exception& problem) {
            log(LogLevel::error, "live.welcome_failed", {{"what", problem.what()}});
            listener.stream->close();
        }
    }

    void tell_all(const std::string& store, const std::vector<SealedEvent>& events) {
        auto& here = listeners[store];
        const auto closed = std::remove_if(here.begin(), here.end(), [](const Listener& l) { return l.stream->closed(); });
        count -= static_cast<std::size_t>(here.end() - closed);
        here.erase(closed, here.end());
        if (here.empty()) return;
        for (const SealedEvent& event : events) {
            std::optional<Placement> at;
            try {
                at = locate(store, event.subject_kind, event.subject);
            } catch (const std::exception& problem) {
                log(LogLevel::error, "live.locate_failed", {{"what", problem.what()}});
            }
            for (Listener& listener : here) tell(store, listener, event, at);
        }
    }

    void tell(const std::string& store, Listener& listener, const SealedEvent& event, const std::optional<Placement>& at) {
        if (!at || event.seq <= listener.after) return;
        auto found = listener.scopes.find(event.subject_kind);
        if (found == listener.scopes.end()) found = listener.scopes.emplace(event.subject_kind, hears(*listener.principal, store, event.subject_kind)).first;
        listener.after = event.seq;
        if (covers(found->second, *at)) listener.stream->send(message(event));
    }

    void drop(std::int64_t account) {
        for (auto& [store, here] : listeners) {
            const auto gone = std::remove_if(here.begin(), here.end(), [&](Listener& listener) {
                const bool goes = account == 0 || listener.principal->account.value == account;
                if (goes) listener.stream->close();   // the browser comes back by itself and is asked who it is
                return goes;
            });
            count -= static_cast<std::size_t>(here.end() - gone);
            here.erase(gone, here.end());
        }
    }
};

Live::Live(Storage& storage, Locate locate, Hears hears) : impl_(std::make_unique<Impl>(storage, std::move(locate), std::move(hears))) {}

Live::~Live() { stop(); }

void Live::start() {
    impl_->thread = std::thread([this] { impl_->run(); });
}

void Live::stop() {
    if (!impl_->thread.joinable()) return;
    {
        std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wake.notify_one();
    impl_->thread.join();
}

void Live::listen(const std::string& store, std::shared_ptr<const Principal> principal, std::shared_ptr<Stream> stream, std::int64_t after) {
    {
        std::lock_guard lock(impl_->mutex);
        impl_->arriving.emplace_back(store, Listener{std::move(principal), std::move(stream), after, {}});
    }
    impl_->wake.notify_one();
}

void Live::announce(const std::string& store, const std::vector<SealedEvent>& events) {
    {
        std::lock_guard lock(impl_->mutex);
        impl_->announced.emplace_back(store, events);
    }
    impl_->wake.notify_one();
}

void Live::drop(AccountId account) {
    {
        std::lock_guard lock(impl_->mutex);
        impl_->dropped.push_back(account.value);
    }
    impl_->wake.notify_one();
}

std::size_t Live::listeners() const { return impl_->count; }

}  // namespace liren
