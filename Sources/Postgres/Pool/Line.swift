/// A queue, first in, first out; taking from the front does not move what is behind.
struct Line<Element> {
    private var storage: [Element?] = []
    private var head = 0

    var count: Int { storage.count - head }
    var isEmpty: Bool { count == 0 }
    var first: Element? { isEmpty ? nil : storage[head] }

    mutating func append(_ element: Element) {
        storage.append(element)
    }

    mutating func prepend(_ element: Element) {
        guard head > 0 else { return storage.insert(element, at: 0) }
        head -= 1
        storage[head] = element
    }

    mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        defer { compact() }
        defer { head += 1 }
        return storage[head].take()
    }

    /// Takes out the first element that matches.
    mutating func remove(where matches: (Element) -> Bool) -> Element? {
        let index = storage[head...].firstIndex { $0.map(matches) ?? false }
        return index.flatMap { storage.remove(at: $0) }
    }

    /// Gives back the room of what was taken, at a cost in proportion to it.
    private mutating func compact() {
        if isEmpty {
            storage.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= 64, head > count {
            storage.removeFirst(head)
            head = 0
        }
    }
}
