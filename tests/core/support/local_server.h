// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace flipside::test {

/// A web server on this machine that answers as a test wishes, one connection after another.
class LocalServer {
public:
    struct Request {
        std::string path;                        ///< without the first '/'
        std::optional<std::uint64_t> rangeBegin; ///< of "Range: bytes=123-"
    };

    /// The program at the other end of a connection, which closes when the answer returns.
    class Client {
    public:
        Client(int socket, const std::atomic<bool>& stopped) : _socket(socket), _stopped(stopped) {}
        /// False once the client is gone.
        bool send(std::string_view bytes);
        /// Does nothing until the client goes or the server stops.
        void wait();

    private:
        int _socket;
        const std::atomic<bool>& _stopped;
    };

    using Answer = std::function<void(Client&, const Request&)>;

    explicit LocalServer(Answer answer);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    std::string address() const { return "http://127.0.0.1:" + std::to_string(_port) + "/"; }
    std::vector<Request> requests() const;

private:
    void run();
    void serve(int socket);

    Answer _answer;
    int _listener;
    int _port = 0;
    std::atomic<bool> _stopped{false};
    mutable std::mutex _mutex;
    std::vector<Request> _requests;
    std::thread _thread;
};

} // namespace flipside::test
