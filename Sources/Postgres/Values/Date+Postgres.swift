public import Foundation

extension Date: PostgresEncodable, PostgresDecodable {
    /// `timestamp with time zone`
    public static var postgresType: PostgresType { .timestamptz }

    /// Appends microseconds since 2000-01-01 00:00 UTC, rounded to the nearest. A date too far away for 64 bits, or
    /// an infinite one, becomes PostgreSQL's `infinity` or `-infinity`.
    public func encode(into bytes: inout [UInt8]) {
        let microseconds = ((timeIntervalSinceReferenceDate + Self.postgresEpochLead) * 1_000_000).rounded()
        let value = Int64(exactly: microseconds) ?? (microseconds < 0 ? Int64.min : Int64.max)
        bytes.append(bigEndian: value)
    }

    /// Reads timestamptz, and timestamp as if it were UTC. `infinity` becomes a date infinitely far away.
    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard
            type == PostgresType.timestamptz.oid || type == PostgresType.timestamp.oid,
            let microseconds = bytes.bigEndian(Int64.self)
        else { throw .mismatch(Date.self, type: type) }
        switch microseconds {
        case .max: self = Date(timeIntervalSinceReferenceDate: .infinity)
        case .min: self = Date(timeIntervalSinceReferenceDate: -.infinity)
        default:
            self = Date(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 - Self.postgresEpochLead)
        }
    }

    /// Foundation counts from 2001, PostgreSQL from 2000, which was a leap year.
    private static let postgresEpochLead: Double = 366 * 86_400
}
