import Domain
import Postgres

/// Days since 2000-01-01, as `date` travels.
extension LocalDate: PostgresEncodable, PostgresDecodable {
    private static let epoch = 10_957

    public static var postgresType: PostgresType { .date }

    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int32(daysSince1970 - Self.epoch)) }

    public init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
        guard bytes.count == 4, type == PostgresType.date.oid else {
            throw .mismatch(LocalDate.self, type: type)
        }
        self.init(daysSince1970: Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))) + Self.epoch)
    }
}

extension AreaPlanKind: PostgresEncodable, PostgresDecodable {}
extension VisitPlan.Roll: PostgresEncodable, PostgresDecodable {}
extension InspectionMethod: PostgresEncodable, PostgresDecodable {}
