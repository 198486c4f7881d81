import CLibCurl
import Glibc

/// What libcurl calls during a transfer, on the loop's thread. In functions of their own file, so that no closure
/// inherits an actor's isolation.
enum Callbacks {
    static let body: clibcurl_data_callback = { data, size, count, context in
        guard let data, let handle = EasyHandle.at(context) else { return 0 }
        let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
        return handle.take(body: bytes)
    }

    static let header: clibcurl_data_callback = { data, size, count, context in
        guard let data, let handle = EasyHandle.at(context) else { return 0 }
        let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
        return handle.take(headerLine: bytes)
    }

    static let openSocket: clibcurl_open_socket_callback = { context, _, address in
        guard let address, let handle = EasyHandle.at(context) else { return CURL_SOCKET_BAD }
        let socketAddress = clibcurl_address(address)
        guard let socketAddress, let peer = IPAddress(socketAddress), handle.admits(peer) else {
            return CURL_SOCKET_BAD
        }
        // Not into programs this process may start.
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.pointee.family, kind, address.pointee.protocol)
        if descriptor != CURL_SOCKET_BAD { handle.connections += 1 }
        return descriptor
    }

    static let beforeRequest: clibcurl_before_request_callback = { context, peerAddress, _, _, _ in
        guard let peerAddress, let handle = EasyHandle.at(context), let peer = IPAddress(text: peerAddress),
            handle.admits(peer)
        else { return CURL_PREREQFUNC_ABORT }
        handle.starts += 1
        return CURL_PREREQFUNC_OK
    }
}
