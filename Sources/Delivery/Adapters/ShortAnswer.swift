import CurlClient
import Language

/// Answers of one word: `ok`, `no_service`.
enum ShortAnswer {
    /// The word, if it is one; it goes into the log as the platform's code.
    static func word(_ response: CurlResponse) -> String? {
        let text = trimmed(response)
        let isWord = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        return isWord && (1...40).contains(text.utf8.count) ? text : nil
    }

    /// Delivered for `ok` and nothing else.
    static func ok(_ response: CurlResponse) -> Verdict {
        if trimmed(response) == "ok" { return .delivered }
        return Verdict(
            .failed(retryAfter: nil), code: word(response), response.body.isEmpty ? .emptyAnswer : .unreadableAnswer)
    }

    private static func trimmed(_ response: CurlResponse) -> String {
        guard response.body.count <= 64 else { return "" }
        let text = String(decoding: response.body, as: UTF8.self)
        return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
