// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/local_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace flipside::test {

namespace {

constexpr int pauseMilliseconds = 20;

bool readable(int socket)
{
    pollfd waiting{socket, POLLIN, 0};
    return ::poll(&waiting, 1, pauseMilliseconds) > 0;
}

LocalServer::Request parse(const std::string& head)
{
    LocalServer::Request request;
    const std::size_t begin = head.find('/') + 1;
    request.path = head.substr(begin, head.find(' ', begin) - begin);
    const std::string range = "Range: bytes=";
    if (const std::size_t at = head.find(range); at != std::string::npos)
        request.rangeBegin = std::stoull(head.substr(at + range.size()));
    return request;
}

} // namespace

bool LocalServer::Client::send(std::string_view bytes)
{
    while (!bytes.empty() && !_stopped) {
        const ssize_t sent = ::send(_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return !_stopped;
}

void LocalServer::Client::wait()
{
    while (!_stopped) {
        char byte;
        if (readable(_socket) && ::recv(_socket, &byte, 1, 0) <= 0)
            return;
    }
}

LocalServer::LocalServer(Answer answer)
    : _answer(std::move(answer)), _listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    if (::bind(_listener, any, length) != 0 || ::listen(_listener, 16) != 0 ||
        ::getsockname(_listener, any, &length) != 0)
        throw std::runtime_error("cannot start a server on this machine");
    _port = ntohs(address.sin_port);
    _thread = std::thread([this] { run(); });
}

LocalServer::~LocalServer()
{
    _stopped = true;
    _thread.join();
    ::close(_listener);
}

std::vector<LocalServer::Request> LocalServer::requests() const
{
    const std::lock_guard lock(_mutex);
    return _requests;
}

void LocalServer::run()
{
    while (!_stopped) {
        if (!readable(_listener))
            continue;
        const int socket = ::accept4(_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        serve(socket);
        ::close(socket);
    }
}

void LocalServer::serve(int socket)
{
    std::string head;
    while (!head.ends_with("\r\n\r\n")) {
        char byte;
        if (_stopped)
            return;
        if (!readable(socket))
            continue;
        if (::recv(socket, &byte, 1, 0) <= 0)
            return;
        head += byte;
    }
    const Request request = parse(head);
    {
        const std::lock_guard lock(_mutex);
        _requests.push_back(request);
    }
    Client client(socket, _stopped);
    _answer(client, request);
    // Without this, bytes that the client has not read yet might be lost.
    ::shutdown(socket, SHUT_WR);
}

} // namespace flipside::test
