#include "connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "target.h"

namespace liren::net {

namespace {

namespace http = boost::beast::http;
using std::chrono::seconds;

constexpr Clock::duration no_deadline = Clock::duration::max();
constexpr seconds linger_time{2};                        ///< for a client to read our refusal before the reset its own bytes provoke
constexpr std::size_t flat_answer = 16 * 1024;           ///< up to here head and body are copied into one buffer
constexpr std::size_t piece_size = 64 * 1024;            ///< of a file being sent, of a body being received
constexpr std::size_t first_piece = 4 * 1024;            ///< of a body: a promise alone must not take memory
constexpr std::size_t max_chunk_line = 16 * 1024;        ///< a chunk's size line, or all trailers
constexpr std::size_t max_chatter = 64 * 1024;           ///< what a client may send into its own event stream
constexpr std::uint64_t min_body_rate = 1024;            ///< bytes a second
constexpr Refusal too_slow{408, "http.request_timeout"};

Method method_of(http::verb verb) {
    switch (verb) {
        case http::verb::get: return Method::get;
        case http::verb::head: return Method::head;
        case http::verb::post: return Method::post;
        case http::verb::put: return Method::put;
        case http::verb::patch: return Method::patch;
        case http::verb::delete_: return Method::delete_;
        case http::verb::options: return Method::options;
        default: return Method::other;
    }
}

/// Beast's parser, laying what it finds straight into a HttpRequest. inspect_head() has already said yes to the head: two readers
/// must agree before the kernel sees anything. Trailer fields are read and dropped.
class RequestParser final : public http::basic_parser<true> {
public:
    explicit RequestParser(HttpRequest& request) : request_(request) {}
    void limit_body(std::size_t bytes) { limit_ = bytes; }

private:
    using View = boost::beast::string_view;

    void on_request_impl(http::verb verb, View, View target, int, ErrorCode&) override {
        request_.method = method_of(verb);
        request_.target.assign(target.data(), target.size());
        request_.headers.reserve(12);
    }
    void on_field_impl(http::field, View name, View value, ErrorCode&) override {
        if (is_header_done()) return;
        auto& [to_name, to_value] = request_.headers.emplace_back();
        to_name.resize(name.size());
        for (std::size_t i = 0; i < name.size(); ++i) to_name[i] = name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] + 32) : name[i];
        to_value.assign(value.data(), value.size());
    }
    void on_chunk_header_impl(std::uint64_t size, View, ErrorCode& error) override {
        if (size > limit_ - request_.body.size()) error = http::error::body_limit;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode&) override {
        request_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }
    void on_response_impl(int, View, int, ErrorCode&) override {}
    void on_header_impl(ErrorCode&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, ErrorCode&) override {}
    std::size_t on_body_impl(View bytes, ErrorCode&) override { return bytes.size(); }
    void on_finish_impl(ErrorCode&) override {}

    HttpRequest& request_;
    std::size_t limit_ = 0;
};

class FileToSend {
public:
    explicit FileToSend(const std::string& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
        struct stat facts{};
        if (descriptor_ < 0) return;
        good_ = ::fstat(descriptor_, &facts) == 0 && S_ISREG(facts.st_mode);
        size_ = static_cast<std::uint64_t>(facts.st_size);
    }
    ~FileToSend() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FileToSend(const FileToSend&) = delete;
    FileToSend& operator=(const FileToSend&) = delete;

    bool good() const { return good_; }
    int descriptor() const { return descriptor_; }
    std::uint64_t size() const { return size_; }

private:
    int descriptor_;
    bool good_ = false;
    std::uint64_t size_ = 0;
};

}  // namespace

template <class Handler>
struct Connection::WaiterFor final : Connection::Waiter {
    explicit WaiterFor(Handler&& the_handler) : handler(std::move(the_handler)) {}
    void go() override {
        Handler running = std::move(handler);
        running();
    }
    Handler handler;
};

Connection::Connection(Worker& worker, Socket socket, std::string peer, Refusal at_the_door)
    : worker_(worker), socket_(std::move(socket)), peer_(std::move(peer)), turned_away_(static_cast<bool>(at_the_door)), refusal_(at_the_door) {
    if (worker_.tls && !turned_away_) tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, *worker_.tls);
}

void Connection::start() {
    asio::co_spawn(worker_.io, run(), [self = shared_from_this()](std::exception_ptr failure) {
        self->end(failure);
    });
}

void Connection::end(const std::exception_ptr& failure) {
    if (stream_) stream_->lose();
    if (failure) {
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& exception) {
            worker_.house.report(std::string("A connection ended by an exception: ") + exception.what());
        }
    }
    close();
    worker_.ended(*this);
}

Task<void> Connection::run() {
    if (tls_) {
        enter(Phase::handshake, worker_.house.options.header_timeout);
        const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, as_result);
        if (error) co_return;                            // a scanner, a client without our protocol versions, or a timeout
    }
    if (!turned_away_) co_await converse();
    if (refusal_ && !gone_) co_await refuse();
    co_await part();
}

Task<void> Connection::converse() {
    while (co_await read_request()) {
        if (!hand_to_kernel()) co_await wait_for_kernel();
        Parcel parcel = std::move(parcel_);
        if (parcel.stream) {
            co_await pour(std::move(parcel.stream), std::move(parcel.response));
            co_return;
        }
        if (gone_) co_return;
        const bool keep = keep_ && !worker_.draining;
        lingers_ = keep_ && !keep;
        const bool whole = co_await answer(parcel.response, keep);
        if (!whole || !keep) co_return;
        input_.shrink_when_empty();
    }
}

// ---- reading ----

Task<bool> Connection::receive_some() {
    char* const room = input_.room();
    const auto space = asio::buffer(room, input_.room_size());
    ErrorCode error;
    std::size_t size = 0;
    if (tls_) std::tie(error, size) = co_await tls_->async_read_some(space, as_result);
    else std::tie(error, size) = co_await socket_.async_read_some(space, as_result);
    if (error) co_return false;
    input_.received(size);
    body_bytes_ += size;
    co_return true;
}

Task<bool> Connection::read_head() {
    scanner_.reset();
    enter(Phase::idle, worker_.house.options.keep_alive);
    for (;;) {
        if (!input_.unread().empty()) {
            if (phase_ == Phase::idle) enter(Phase::head, worker_.house.options.header_timeout);
            const auto found = scanner_.scan(input_.unread(), worker_.house.options.max_header_bytes);
            if (found == HeadScanner::Found::complete) co_return true;
            if (found == HeadScanner::Found::refused) {
                refusal_ = scanner_.refusal();
                co_return false;
            }
        } else if (worker_.draining) {
            co_return false;
        }
        if (!co_await receive_some()) {
            if (timed_out_ && phase_ == Phase::head) refusal_ = too_slow;
            else gone_ = gone_ || !(timed_out_ || worker_.draining);
            co_return false;
        }
    }
}

template <class Parser>
Refusal Connection::take_head(Parser& parser) {
    const std::string_view head = input_.unread().substr(scanner_.begin(), scanner_.end() - scanner_.begin());
    if (const Refusal refusal = inspect_head(head, framing_)) return refusal;
    ErrorCode error;
    parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
    parser.body_limit(boost::none);
    parser.skip(!framing_.chunked);                      // a body of known length is read without the parser's copy
    parser.put(asio::buffer(head.data(), head.size()), error);
    if (error || !parser.is_header_done() || parser.chunked() != framing_.chunked) return {400, "http.bad_header"};
    input_.consume(scanner_.end());
    keep_ = parser.keep_alive();
    method_ = request_.method;
    request_.peer = peer_;
    request_.secure = tls_ != nullptr;
    return split_target(method_, request_.target, request_.path, request_.query);
}

Task<bool> Connection::read_request() {
    request_ = HttpRequest{};
    framing_ = Framing{};
    method_ = Method::get;
    if (!co_await read_head()) co_return false;
    RequestParser parser(request_);
    refusal_ = take_head(parser);
    if (refusal_) co_return false;
    if (!framing_.has_body()) co_return true;

    const std::size_t limit = worker_.house.limit(method_, request_.path);
    BodyShare share(worker_.house);
    if (framing_.content_length.value_or(0) > limit) refusal_ = {413, "http.body_too_large"};
    else if (!share.fits(framing_.content_length.value_or(0))) refusal_ = {503, "http.too_many_bodies"};
    if (refusal_) co_return false;
    if (framing_.expects_continue && input_.unread().empty()) {
        const bool invited = co_await write_all("HTTP/1.1 100 Continue\r\n\r\n", {});
        if (!invited) co_return false;
    }
    enter(Phase::body, worker_.house.options.body_timeout);
    body_began_ = worker_.now;
    body_bytes_ = 0;
    if (!framing_.chunked) co_return co_await read_plain_body(static_cast<std::size_t>(*framing_.content_length), share);
    parser.limit_body(limit);
    co_return co_await read_chunked_body(parser, share);
}

void Connection::note_broken_body() {
    if (timed_out_) refusal_ = too_slow;
    else gone_ = true;                                   // a client that goes away in the middle is owed nothing
}

Task<bool> Connection::read_plain_body(std::size_t length, BodyShare& share) {
    std::string& body = request_.body;
    const std::string_view here = input_.unread().substr(0, length);
    body.assign(here);
    input_.consume(here.size());
    if (!share.add(here.size())) refusal_ = {503, "http.too_many_bodies"};
    while (!refusal_ && body.size() < length) {
        const std::size_t before = body.size();
        body.resize(before + std::min(length - before, std::clamp(before, first_piece, piece_size)));
        const auto space = asio::buffer(body.data() + before, body.size() - before);
        ErrorCode error;
        std::size_t size = 0;
        if (tls_) std::tie(error, size) = co_await tls_->async_read_some(space, as_result);
        else std::tie(error, size) = co_await socket_.async_read_some(space, as_result);
        body.resize(before + size);
        body_bytes_ += size;
        if (error) {
            note_broken_body();
            co_return false;
        }
        if (!share.add(size)) refusal_ = {503, "http.too_many_bodies"};
    }
    co_return !refusal_;
}

template <class Parser>
Task<bool> Connection::read_chunked_body(Parser& parser, BodyShare& share) {
    for (;;) {
        const std::string_view unread = input_.unread();
        if (!unread.empty()) {
            ErrorCode error;
            const std::size_t before = request_.body.size();
            const std::size_t used = parser.put(asio::buffer(unread.data(), unread.size()), error);
            input_.consume(used);
            if (parser.is_done()) co_return true;
            if (!share.add(request_.body.size() - before)) refusal_ = {503, "http.too_many_bodies"};
            else if (error == http::error::body_limit) refusal_ = {413, "http.body_too_large"};
            else if (error && error != http::error::need_more) refusal_ = {400, "http.bad_chunk"};
            else if (used == 0 && unread.size() >= max_chunk_line) refusal_ = {400, "http.bad_chunk"};
            if (refusal_) co_return false;
            if (used > 0) continue;
        }
        if (!co_await receive_some()) {
            note_broken_body();
            co_return false;
        }
    }
}

// ---- the kernel ----

bool Connection::hand_to_kernel() {
    worker_.requests.add(1);
    auto ticket = std::make_shared<Ticket>(worker_.inbox, weak_from_this(), ++request_number_);
    Counter counter(*ticket);
    try {
        worker_.house.dispatch(std::move(request_), ticket->responder());
    } catch (const std::exception& exception) {          // the ticket, dropped below, answers 500
        worker_.house.report(std::string("A request ended by an exception: ") + exception.what());
    }
    ticket.reset();
    asked_ = !counter.answered();
    if (!asked_) parcel_ = std::move(counter.parcel());
    return !asked_;
}

Task<void> Connection::wait_for_kernel() {
    enter(Phase::kernel, no_deadline);
    while (asked_ && !gone_) co_await wait();
    asked_ = false;
}

void Connection::receive(Parcel&& parcel) {
    if (parcel.kind == Parcel::Kind::wake_stream) {
        if (!stream_) return;
        if (waiter_) resume();
        else if (stream_->lost()) cut();                 // too slow: the write in progress would wait for the client
    } else if (asked_ && parcel.request == request_number_) {
        asked_ = false;
        parcel_ = std::move(parcel);
        resume();
    } else if (parcel.stream) {
        parcel.stream->lose();
    }
}

// ---- writing ----

std::size_t Connection::write_now(std::string_view first, std::string_view second) {
    if (tls_) return 0;
    ErrorCode error;                                     // would-block, or a broken connection the next write reports again
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(first.data(), first.size()), asio::buffer(second.data(), second.size())};
    return second.empty() ? socket_.write_some(buffers[0], error) : socket_.write_some(buffers, error);
}

Task<bool> Connection::write_all(std::string_view first, std::string_view second) {
    std::size_t done = write_now(first, second);
    while (done < first.size() + second.size()) {
        enter(Phase::write, worker_.house.options.write_timeout);
        const std::string_view head = first.substr(std::min(done, first.size()));
        const std::string_view tail = second.substr(done > first.size() ? done - first.size() : 0);
        const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head.data(), head.size()), asio::buffer(tail.data(), tail.size())};
        ErrorCode error;
        std::size_t size = 0;
        if (tls_) std::tie(error, size) = co_await tls_->async_write_some(buffers, as_result);
        else std::tie(error, size) = co_await socket_.async_write_some(buffers, as_result);
        if (error || gone_) {
            gone_ = true;
            co_return false;
        }
        done += size;
    }
    co_return true;
}

Task<bool> Connection::answer(HttpResponse& response, bool keep) {
    std::unique_ptr<FileToSend> file;
    if (!response.file_path.empty()) {
        file = std::make_unique<FileToSend>(response.file_path);
        if (!file->good()) {
            worker_.house.report("The file " + response.file_path + " cannot be read.");
            response = problem({500, "http.file_unreadable"});
            file.reset();
        }
    }
    std::string_view body = response.fixed_body.empty() ? std::string_view(response.body) : response.fixed_body;
    std::shared_ptr<BodySource> source = response.source;
    Shape shape{.length = file ? file->size() : source ? source->size() : body.size(), .chunked = false, .keep_alive = keep, .http_1_1 = framing_.http_1_1};
    out_.clear();
    if (!append_head(out_, response, shape, worker_.date)) {
        worker_.house.report("An answer with a status or header that may not be sent became a 500.");
        response = problem({500, "http.bad_answer"});
        file.reset();
        source.reset();
        body = response.body;
        shape.length = body.size();
        append_head(out_, response, shape, worker_.date);
    }
    const bool with_body = method_ != Method::head && status_has_body(response.status);
    if (!with_body) {
        body = {};
        file.reset();
        source.reset();
    } else if (file || source) {
        body = {};
    } else if (response.fixed_body.empty() && body.size() <= flat_answer) {
        out_.append(body);
        body = {};
    }
    written_ = co_await write_all(out_, body);
    if (written_ && file) written_ = co_await send_file(file->descriptor(), file->size());
    if (written_ && source) written_ = co_await send_source(*source);
    if (out_.capacity() > 2 * flat_answer) out_ = {};
    co_return written_;
}

Task<bool> Connection::send_source(BodySource& source) {
    const std::uint64_t size = source.size();
    for (std::uint64_t sent = 0; sent < size;) {
        const std::string piece = source.next();
        if (piece.empty() || piece.size() > size - sent) {   // the promised length cannot be kept
            worker_.house.report("An answer that is made while it is sent broke off.");
            gone_ = true;
            co_return false;
        }
        const bool written = co_await write_all(piece, {});
        if (!written) co_return false;
        sent += piece.size();
    }
    co_return true;
}

Task<bool> Connection::send_file(int descriptor, std::uint64_t size) {
    std::string piece(static_cast<std::size_t>(std::min<std::uint64_t>(size, piece_size)), '\0');
    for (std::uint64_t sent = 0; sent < size;) {
        const auto got = ::pread(descriptor, piece.data(), static_cast<std::size_t>(std::min<std::uint64_t>(size - sent, piece.size())), static_cast<off_t>(sent));
        if (got <= 0) {                                  // shorter than it was: the promised length cannot be kept
            worker_.house.report("A file became shorter or unreadable while it was sent.");
            gone_ = true;
            co_return false;
        }
        if (!co_await write_all(std::string_view(piece).substr(0, static_cast<std::size_t>(got)), {})) co_return false;
        sent += static_cast<std::uint64_t>(got);
    }
    co_return true;
}

Task<void> Connection::refuse() {
    if (!turned_away_) worker_.refused.add(1);
    const auto& say = worker_.house.options.say;
    HttpResponse response = problem(refusal_, say ? say(refusal_.key, request_.header("accept-language")) : std::string());
    co_await answer(response, false);
}

/// Says goodbye so that the client can read our last words: after a refusal it may still be sending, and closing on unread bytes
/// would answer with a reset that overtakes them.
Task<void> Connection::part() {
    ErrorCode error;
    if (gone_) co_return;
    enter(Phase::linger, linger_time);
    if (tls_) co_await tls_->async_shutdown(as_result);
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    if (error || !(refusal_ || lingers_)) co_return;
    std::array<char, 4096> ignored;
    while (!gone_ && !timed_out_) {
        const auto [failed, size] = co_await socket_.async_read_some(asio::buffer(ignored), as_result);
        if (failed) co_return;
    }
}

// ---- event streams ----

Task<void> Connection::pour(std::shared_ptr<EventStream> stream, HttpResponse head) {
    const bool chunked = framing_.http_1_1;              // so that the reader can tell an end from a cut
    out_.clear();
    const Shape shape{.length = {}, .chunked = chunked, .keep_alive = false, .http_1_1 = chunked};
    if (!append_head(out_, head, shape, worker_.date)) {
        worker_.house.report("A stream with a status or header that may not be sent became a 500.");
        stream->lose();
        HttpResponse response = problem({500, "http.bad_answer"});
        co_await answer(response, false);
        co_return;
    }
    stream_ = std::move(stream);
    worker_.streams_open.add(1);
    if (worker_.draining) stream_->close();              // opened while the server stops: what was sent already still goes out
    keep_ = written_ = false;
    if (!gone_) written_ = co_await write_all(out_, {});
    if (written_ && method_ != Method::head) {
        watching_ = true;
        asio::co_spawn(worker_.io, watch_client(), [self = shared_from_this()](std::exception_ptr failure) {
            self->watching_ = false;
            if (failure) self->cut();
            else self->resume();
        });
        written_ = co_await pour_events(*stream_, head.content_type.starts_with("text/event-stream"), chunked);
        if (!written_) gone_ = true;
        if (gone_) close();
        else cancel();
        while (watching_) co_await wait();
    }
    stream_->lose();
    stream_.reset();
    worker_.streams_open.add(-1);
}

Task<bool> Connection::pour_events(EventStream& stream, bool beats, bool chunked) {
    last_written_ = worker_.now;
    while (!gone_) {
        EventStream::State state;
        std::string piece = stream.take(state);
        const std::size_t counted = piece.size();
        if (state == EventStream::State::lost) co_return false;
        if (piece.empty() && state == EventStream::State::closing) {
            if (chunked) co_return co_await write_all("0\r\n\r\n", {});
            co_return true;
        }
        if (piece.empty() && beat_ && beats) piece = ": \n\n";
        beat_ = false;
        if (piece.empty()) {
            enter(Phase::stream, no_deadline);
            co_await wait();
            continue;
        }
        out_.clear();
        if (chunked) {
            std::array<char, 16> digits;
            out_.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), piece.size(), 16).ptr).append("\r\n");
            piece.append("\r\n");
        }
        if (!co_await write_all(out_, piece)) co_return false;
        stream.written(counted);
        last_written_ = worker_.now;
    }
    co_return false;
}

/// Reads (and throws away) what the client sends, because only a reader learns that it has gone.
Task<void> Connection::watch_client() {
    std::array<char, 512> ignored;
    std::size_t chatter = 0;
    while (!gone_ && chatter <= max_chatter) {
        ErrorCode error;
        std::size_t size = 0;
        if (tls_) std::tie(error, size) = co_await tls_->async_read_some(asio::buffer(ignored), as_result);
        else std::tie(error, size) = co_await socket_.async_read_some(asio::buffer(ignored), as_result);
        if (error == asio::error::operation_aborted) co_return;   // the stream has ended on our side
        if (error) break;
        chatter += size;
    }
    gone_ = true;
    close();
}

// ---- time and ends ----

void Connection::enter(Phase phase, Clock::duration time) {
    phase_ = phase;
    timed_out_ = false;
    // The clock is up to a tick old: a deadline may come a little late, never early.
    deadline_ = time == no_deadline ? Clock::time_point::max() : worker_.now + time + tick_length;
}

bool Connection::body_too_slow(Clock::time_point now) const {
    const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - body_began_);
    if (elapsed <= worker_.house.options.body_grace) return false;
    return body_bytes_ * 1000 < min_body_rate * static_cast<std::uint64_t>(elapsed.count());
}

void Connection::tick(Clock::time_point now) {
    if (phase_ == Phase::stream) {
        if (now - last_written_ < worker_.house.options.heartbeat) return;
        beat_ = true;
        resume();
    } else if (now >= deadline_ || (phase_ == Phase::body && body_too_slow(now))) {
        timed_out_ = true;
        cancel();
    }
}

void Connection::drain() {
    if (stream_) stream_->close();
    else if (phase_ == Phase::idle) cancel();
    else if (phase_ == Phase::handshake || phase_ == Phase::linger) cut();
}

void Connection::cut() {
    gone_ = true;
    close();
    resume();
}

void Connection::cancel() {
    ErrorCode error;                                     // only a socket closed already can fail here
    socket_.cancel(error);
}

void Connection::close() {
    ErrorCode error;                                     // the descriptor is released whatever close() says
    socket_.close(error);
}

Task<void> Connection::wait() {
    co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void()>(
        [this](auto handler) { waiter_ = std::make_unique<WaiterFor<decltype(handler)>>(std::move(handler)); }, awaited);
}

void Connection::resume() {
    if (const auto waiter = std::move(waiter_)) waiter->go();
}

}  // namespace liren::net
