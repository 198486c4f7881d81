import CurlClient
import JSON
import Language

/// A robot's answer, whose body decides whatever the status says.
struct RobotAnswer {
    let json: JSON?
    private let isEmpty: Bool

    init(_ response: CurlResponse) {
        isEmpty = response.body.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) }
        // A body that was cut is no answer, even if what came happens to be JSON.
        json = isEmpty || response.bodyTruncated ? nil : try? JSON(parsing: response.body)
    }

    /// A code, written as a number or as digits.
    func code(_ name: String) -> Int? {
        guard let value = json?[name] else { return nil }
        return value.integer ?? value.string.flatMap { Int($0) }
    }

    func text(_ name: String) -> String { json?[name]?.string ?? "" }

    /// A code that is in no table: what the status says, if that is more than a failure, or else a failure.
    func unknown(_ code: Int, _ status: Verdict?) -> Verdict {
        guard var status, status.fate != .failed(retryAfter: nil) else {
            return Verdict(.failed(retryAfter: nil), code: "\(code)", .unknownCode("\(code)"))
        }
        status.vendorCode = "\(code)"
        return status
    }

    /// What a body without a code means under a 2xx status: not delivered.
    var unreadable: Verdict {
        Verdict(.failed(retryAfter: nil), isEmpty ? .emptyAnswer : .unreadableAnswer)
    }
}
