import Domain
import Foundation
import Postgres

/// Microseconds since 2000-01-01, as `timestamptz` travels.
extension Timestamp: PostgresEncodable, PostgresDecodable {
    private static let epoch: Int64 = 946_684_800_000_000

    public static var postgresType: PostgresType { .timestamptz }

    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: microseconds - Self.epoch) }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard bytes.count == 8, type == PostgresType.timestamptz.oid else {
            throw .mismatch(Timestamp.self, type: type)
        }
        let value = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        self.init(microseconds: value &+ Self.epoch)
    }
}

extension WhistleState: PostgresEncodable, PostgresDecodable {}
extension Reviewer: PostgresEncodable, PostgresDecodable {}
extension WhistleKind: PostgresEncodable, PostgresDecodable {}
extension Channel: PostgresEncodable, PostgresDecodable {}
extension Scope: PostgresEncodable, PostgresDecodable {}
extension RoutedBy: PostgresEncodable, PostgresDecodable {}
extension OrderState: PostgresEncodable, PostgresDecodable {}
extension OrderRole: PostgresEncodable, PostgresDecodable {}
extension PendingRequest: PostgresEncodable, PostgresDecodable {}
extension SupervisionLevel: PostgresEncodable, PostgresDecodable {}
extension ItemState: PostgresEncodable, PostgresDecodable {}
extension Grade: PostgresEncodable, PostgresDecodable {}
extension Evaluator: PostgresEncodable, PostgresDecodable {}
extension MeetingState: PostgresEncodable, PostgresDecodable {}
extension MeetingForm: PostgresEncodable, PostgresDecodable {}
extension MeetingMethod: PostgresEncodable, PostgresDecodable {}
extension AttendanceStatus: PostgresEncodable, PostgresDecodable {}
extension Outcome: PostgresEncodable, PostgresDecodable {}
extension MilestoneState: PostgresEncodable, PostgresDecodable {}
extension OrganizationKind: PostgresEncodable, PostgresDecodable {}
extension Role: PostgresEncodable, PostgresDecodable {}
