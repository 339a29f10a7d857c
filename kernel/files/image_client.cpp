#include "liren/image.h"

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "files/image_helper.h"

namespace liren {

namespace {

PhotoResult refuse(const char* problem, std::string detail) {
    PhotoResult result;
    result.problem = problem;
    result.detail = std::move(detail);
    return result;
}

constexpr int rest_ms = 60'000;   ///< without a picture for so long a helper goes home: what is idle holds no memory

struct Order {
    std::string_view bytes;
    PhotoResult result;
    bool done = false;
};

}  // namespace

/// Each thread of the crew owns one helper. It sleeps on two things at once: a bell that rings once for each order, and
/// its helper's socket, so that a helper that dies in its sleep is reaped at once.
struct ImageWorkers::Crew {
    const std::string path;
    const ImageLimits limits;
    const std::string header;
    const int bell = ::eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);
    std::mutex mutex;
    std::condition_variable finished;
    std::deque<Order*> orders;
    bool closing = false;
    std::atomic<std::size_t> deaths{0};
    std::vector<std::thread> threads;

    Crew(std::string program, const ImageLimits& given)
        : path(std::move(program)), limits(given), header("{\"op\":\"photo\",\"max\":" + std::to_string(given.view) + ",\"thumb\":" + std::to_string(given.thumb) + "}") {
        if (bell < 0) throw std::runtime_error("ImageWorkers: no eventfd");
        for (std::size_t i = 0; i < limits.workers; ++i) threads.emplace_back([this] { work(); });
    }

    ~Crew() {
        {
            const std::lock_guard lock(mutex);
            closing = true;
            for (Order* order : orders) finish_locked(*order, refuse("image.unavailable", "the server is closing"));
            orders.clear();
        }
        ring(threads.size());
        for (std::thread& thread : threads) thread.join();
        ::close(bell);
    }

    void ring(std::uint64_t times) const {
        while (::write(bell, &times, sizeof times) < 0 && errno == EINTR) continue;
    }

    void finish_locked(Order& order, PhotoResult result) {
        order.result = std::move(result);
        order.done = true;
        finished.notify_all();
    }

    /// The next order, or nothing when the bell rang for the end (or another thread was faster).
    Order* take(bool& end) {
        std::uint64_t count = 0;
        if (::read(bell, &count, sizeof count) < 0) return nullptr;
        const std::lock_guard lock(mutex);
        end = closing;
        if (orders.empty()) return nullptr;
        Order* const order = orders.front();
        orders.pop_front();
        return order;
    }

    PhotoResult make(std::optional<ImageHelper>& helper, std::string_view bytes) {
        std::string reason;
        if (!helper) helper = ImageHelper::start(path, reason);
        if (!helper) return refuse("image.unavailable", reason);
        auto result = helper->ask(header, bytes, std::chrono::steady_clock::now() + limits.time, reason);
        if (result) return std::move(*result);
        helper->kill();
        helper.reset();
        ++deaths;
        return refuse("image.failed", reason);
    }

    void work() {
        std::string reason;
        std::optional<ImageHelper> helper;   // the first picture starts it
        std::size_t made = 0;
        for (bool end = false; !end;) {
            struct pollfd both[2] = {{bell, POLLIN, 0}, {helper ? helper->socket() : -1, POLLIN, 0}};
            const int rung = ::poll(both, 2, helper ? rest_ms : -1);
            if (rung < 0) continue;
            if (rung == 0) {
                helper.reset();
                continue;
            }
            if (helper && both[1].revents != 0) {   // it died in its sleep; the next order starts another
                helper->kill();
                helper.reset();
                ++deaths;
                continue;
            }
            Order* const order = take(end);
            if (order == nullptr) continue;
            PhotoResult result = make(helper, order->bytes);
            {
                const std::lock_guard lock(mutex);
                finish_locked(*order, std::move(result));
            }
            if (++made % limits.pictures_per_helper == 0) helper.reset();
            if (!helper) helper = ImageHelper::start(path, reason);   // ready before it is needed
        }
    }
};

ImageWorkers::ImageWorkers(std::string path_to_helper, ImageLimits limits) : crew_(std::make_unique<Crew>(std::move(path_to_helper), limits)) {}
ImageWorkers::~ImageWorkers() = default;

PhotoResult ImageWorkers::photo(std::string_view bytes) {
    if (bytes.size() > crew_->limits.bytes) return refuse("image.too_large", std::to_string(bytes.size()) + " bytes");
    Order order{bytes, {}, false};
    std::unique_lock lock(crew_->mutex);
    if (crew_->closing) return refuse("image.unavailable", "the server is closing");
    if (crew_->orders.size() >= crew_->limits.waiting) return refuse("image.busy", std::to_string(crew_->orders.size()) + " wait");
    crew_->orders.push_back(&order);
    crew_->ring(1);
    crew_->finished.wait(lock, [&] { return order.done; });
    return std::move(order.result);
}

std::size_t ImageWorkers::deaths() const { return crew_->deaths; }

}  // namespace liren
