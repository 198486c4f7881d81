/// A server of a cluster that takes connections.
struct RunningServer: Sendable {
    let processID: Int32
    let socketFolder: SocketFolder
}
