#include "liren/log.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "liren/json_writer.h"

namespace liren {

namespace {

/// Replaces runs of 11 or more digits (a mobile, an ID number) by their first three: the last net, not the first. `kept` owns
/// what had to be changed.
std::string_view mask_long_numbers(std::string_view text, std::string& kept) {
    kept.clear();
    std::size_t copied = 0, run = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
            ++run;
            continue;
        }
        if (run >= 11) {
            kept.append(text.substr(copied, i - run + 3 - copied)).append("****");
            copied = i;
        }
        run = 0;
    }
    if (copied == 0) return text;
    return kept.append(text.substr(copied));
}

class Writer {
public:
    Writer() : thread_([this] { run(); }) {}
    ~Writer() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        ready_.notify_one();
        thread_.join();
    }
    void say(std::string_view line) {
        std::lock_guard lock(mutex_);
        if (pending_.size() < 16u << 20) pending_.append(line);   // a terminal that hangs costs lines, not memory
    }
    void flush() {
        std::unique_lock lock(mutex_);
        flush_ = true;
        ready_.notify_one();
        written_.wait(lock, [this] { return pending_.empty() && !writing_; });
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            ready_.wait_for(lock, std::chrono::milliseconds(100), [this] { return stopping_ || flush_; });
            flush_ = false;
            std::string lines;
            lines.swap(pending_);
            writing_ = true;
            lock.unlock();
            write_all(lines);
            lock.lock();
            writing_ = false;
            written_.notify_all();
            if (stopping_ && pending_.empty()) return;
        }
    }
    static void write_all(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(STDERR_FILENO, bytes.data(), bytes.size());
            if (written <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    std::mutex mutex_;
    std::condition_variable ready_, written_;
    std::string pending_;
    bool stopping_ = false, flush_ = false, writing_ = false;
    std::thread thread_;
};

Writer& writer() {
    static Writer instance;
    return instance;
}

}  // namespace

void log(LogLevel level, std::string_view what, std::initializer_list<LogField> fields) {
    thread_local std::string line, masked;
    line.clear();
    JsonWriter out(line);
    out.begin_object();
    out.key("at");
    out.integer(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
    out.key("level");
    out.string(level == LogLevel::info ? "info" : level == LogLevel::warning ? "warning" : "error");
    out.key("what");
    out.string(what);
    for (const LogField& field : fields) {
        out.key(field.name);
        if (const auto* number = std::get_if<std::int64_t>(&field.value)) out.integer(*number);
        else out.string(mask_long_numbers(std::get<std::string_view>(field.value), masked));
    }
    out.end_object();
    line += '\n';
    writer().say(line);
}

void flush_log() { writer().flush(); }

}  // namespace liren
