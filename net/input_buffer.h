#pragma once
// The bytes a connection has received and not yet used, in one flat piece so that a head can be parsed in place. Starts small
// (thousands of idle connections), grows on demand, and gives a large block back once it is empty.

#include <cstring>
#include <memory>
#include <string_view>

namespace liren::net {

class InputBuffer {
public:
    static constexpr std::size_t small = 2 * 1024;

    std::string_view unread() const { return {bytes_.get() + begin_, end_ - begin_}; }

    void consume(std::size_t size) {
        begin_ += size;
        if (begin_ == end_) begin_ = end_ = 0;
    }

    /// Where the next bytes may be written; at least one byte is free afterwards.
    char* room() {
        if (end_ < capacity_) return bytes_.get() + end_;
        const std::size_t size = end_ - begin_;
        const std::size_t capacity = size * 2 <= capacity_ && capacity_ > 0 ? capacity_ : capacity_ == 0 ? small : capacity_ * 2;
        auto bytes = std::make_unique<char[]>(capacity);
        if (size > 0) std::memcpy(bytes.get(), bytes_.get() + begin_, size);
        bytes_ = std::move(bytes);
        capacity_ = capacity;
        begin_ = 0;
        end_ = size;
        return bytes_.get() + end_;
    }
    std::size_t room_size() const { return capacity_ - end_; }
    void received(std::size_t size) { end_ += size; }

    void shrink_when_empty() {
        if (begin_ != end_ || capacity_ <= 4 * small) return;
        bytes_.reset();
        capacity_ = begin_ = end_ = 0;
    }

private:
    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace liren::net
