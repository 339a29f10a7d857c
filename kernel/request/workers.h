#pragma once
// A few threads and a bounded waiting room. What does not fit is refused at once (503 or 429 by the caller), so that a flood
// of slow work never holds up the rest of the house.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace liren {

class Workers {
public:
    Workers(unsigned threads, std::size_t waiting_room);
    ~Workers();   ///< finishes what waits

    /// False when the waiting room is full; the task is then not kept.
    bool submit(std::function<void()> task);

private:
    void run();

    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::function<void()>> tasks_;
    std::size_t waiting_room_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace liren
