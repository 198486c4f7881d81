extension PostgresError {
    /// The error a conformance to ``PostgresDecodable`` throws when the bytes are not of its type; the row that is
    /// being read puts in the column's name.
    public static func mismatch(_ expected: Any.Type, type: UInt32) -> PostgresError {
        .decoding(column: "", expected: "\(expected)", got: "type \(type)")
    }

    /// The same error with the column's name, if it is about decoding.
    func inColumn(_ name: String) -> PostgresError {
        guard case .decoding(_, let expected, let got) = self else { return self }
        return .decoding(column: name, expected: expected, got: got)
    }
}
