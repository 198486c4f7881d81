import Foundation
import Testing

@testable import Postgres

@Suite(.timeLimit(.minutes(2))) struct ValueTests {
    private enum Color: String, PostgresEncodable, PostgresDecodable {
        case red, green
    }

    /// A type another module might bring along.
    private struct Microseconds: PostgresEncodable, PostgresDecodable, Equatable {
        static let postgresType = PostgresType.timestamptz
        let value: Int64

        init(_ value: Int64) {
            self.value = value
        }

        init(postgres bytes: UnsafeRawBufferPointer, type: UInt32) throws(PostgresError) {
            guard type == PostgresType.timestamptz.oid, let value = bytes.bigEndian(Int64.self) else {
                throw .mismatch(Self.self, type: type)
            }
            self.value = value
        }

        func encode(into bytes: inout [UInt8]) {
            bytes.append(bigEndian: value)
        }
    }

    private func roundTrip<T: PostgresEncodable & PostgresDecodable & Equatable & Sendable>(
        _ values: [T], on pool: PostgresPool
    ) async throws {
        for value in values {
            let row = try await pool.query("SELECT \(value) AS value")[0]
            #expect(try row.decode(0, as: T.self) == value)
            #expect(try row.decodeIfPresent("value", as: T.self) == value)
        }
        let missing: T? = nil
        let row = try await pool.query("SELECT \(missing) AS value")[0]
        #expect(try row.decodeIfPresent(0, as: T.self) == nil)
        #expect(throws: PostgresError.self) { try row.decode("value", as: T.self) }
    }

    private func roundTripElements<T: PostgresEncodable & PostgresDecodable & Equatable & Sendable>(
        _ values: [T], on pool: PostgresPool
    ) async throws {
        try await roundTrip(values, on: pool)
        try await roundTrip([values, [], [values[0]]], on: pool)
        try await roundTrip([values.map(Optional.some) + [nil], [nil], []], on: pool)
    }

    @Test func everyTypeComesBack() async throws {
        try await withPool { pool in
            try await roundTripElements(["", "text", "工單已收到 🀄️", "a\\'\"{}, NULL"], on: pool)
            try await roundTripElements([0, 1, -1, Int.max, Int.min], on: pool)
            try await roundTripElements([0, -1, Int64.max], on: pool)
            try await roundTripElements([0, Int32.max, Int32.min], on: pool)
            try await roundTripElements([0, Int16.max, Int16.min], on: pool)
            try await roundTripElements([true, false], on: pool)
            try await roundTripElements([0, 0.1, -.infinity, .greatestFiniteMagnitude], on: pool)
            try await roundTripElements([UUID(), UUID()], on: pool)
            try await roundTripElements([JSONB(text: "{\"a\": \"中文\"}"), JSONB(text: "null")], on: pool)
            try await roundTripElements([[], [0, 1, 255], Array("bytes".utf8)] as [[UInt8]], on: pool)
            try await roundTripElements([Color.red, .green], on: pool)
            try await roundTripElements([Microseconds(0), Microseconds(.min), Microseconds(.max)], on: pool)
        }
    }

    @Test func datesKeepTheirMicroseconds() async throws {
        try await withPool { pool in
            let dates = [
                Date(timeIntervalSinceReferenceDate: 0), Date(timeIntervalSince1970: 1_900_000_000.123456),
                Date(timeIntervalSinceReferenceDate: .infinity), Date(timeIntervalSinceReferenceDate: -.infinity),
            ]
            for date in dates {
                let row = try await pool.query("SELECT \(date), \([date])")[0]
                let back = try row.decode(0, as: Date.self)
                #expect(back == date || abs(back.timeIntervalSince(date)) < 0.000001)
                #expect(try row.decode(1, as: [Date].self) == [back])
            }
            let row = try await pool.query(
                """
                SELECT '4713-01-01 00:00:00+00 BC'::timestamptz, '294276-12-31 23:59:59.999999+00'::timestamptz,
                    'infinity'::timestamptz, '2026-01-01 00:00:00'::timestamp,
                    extract(epoch FROM '4713-01-01 00:00:00+00 BC'::timestamptz)::float8
                """)[0]
            #expect(try row.decode(0, as: Date.self).timeIntervalSince1970 == row.decode(4, as: Double.self))
            #expect(try row.decode(1, as: Date.self).timeIntervalSince1970 > 9_224_318_015_999)
            #expect(try row.decode(2, as: Date.self).timeIntervalSinceReferenceDate == .infinity)
            #expect(try row.decode(3, as: Date.self).timeIntervalSince1970 == 1_767_225_600)
        }
    }

    @Test func relatedTypesAreRead() async throws {
        try await withPool { pool in
            _ = try await pool.query("CREATE TYPE mood AS ENUM ('calm', '忙')")
            let row = try await pool.query(
                """
                SELECT 'v'::varchar, 'n'::name, 'b'::char(3), '{"a":1}'::json, '{"a":1}'::jsonb, 'u',
                    1::int2, 2::int4, 1.5::float4, '忙'::mood, ARRAY['x'::varchar], pg_notify('nobody', '')
                """)[0]
            let texts = try (0..<6).map { try row.decode($0, as: String.self) }
            #expect(texts == ["v", "n", "b  ", "{\"a\":1}", "{\"a\": 1}", "u"])
            #expect(try row.decode(6, as: Int.self) == 1)
            #expect(try row.decode(7, as: Int.self) == 2)
            #expect(try row.decode(8, as: Double.self) == 1.5)
            #expect(try row.decode(9, as: String.self) == "忙")
            #expect(try row.decode(10, as: [String].self) == ["x"])
            #expect(try row.decode(11, as: String.self) == "")
            #expect(try row.decode(3, as: JSONB.self) == JSONB(text: "{\"a\":1}"))
        }
    }

    @Test func wrongTypesAndColumnsAreErrors() async throws {
        try await withPool { pool in
            let row = try await pool.query(
                "SELECT 'x' AS word, 5::int8 AS number, '{{1,2}}'::int[] AS square, ARRAY[1, NULL] AS holes")[0]
            #expect(throws: PostgresError.decoding(column: "word", expected: "Int", got: "type 25")) {
                try row.decode("word", as: Int.self)
            }
            #expect(throws: PostgresError.self) { try row.decode("number", as: String.self) }
            #expect(throws: PostgresError.self) { try row.decode("number", as: Int32.self) }
            #expect(throws: PostgresError.self) { try row.decode("number", as: [Int].self) }
            #expect(throws: PostgresError.self) { try row.decode("square", as: [Int].self) }
            #expect(throws: PostgresError.self) { try row.decode("holes", as: [Int].self) }
            #expect(try row.decode("holes", as: [Int?].self) == [1, nil])
            #expect(throws: PostgresError.self) { try row.decode("Word", as: String.self) }
            #expect(throws: PostgresError.self) { try row.decode(4, as: String.self) }
            #expect(throws: PostgresError.self) { try row.decode(-1, as: String.self) }
            #expect(try row.withBytes(0) { $0.map { [UInt8]($0) } } == Array("x".utf8))
        }
    }

    @Test func resultsKnowTheirShape() async throws {
        try await withPool { pool in
            let rows = try await pool.query("SELECT n AS number, 'x' AS word FROM generate_series(1, 100000) n")
            #expect(rows.count == 100_000)
            #expect(rows.affected == 100_000)
            #expect(rows.columns == ["number", "word"])
            #expect(try rows.reduce(0) { try $0 + $1.decode("number", as: Int.self) } == 5_000_050_000)
            let none = try await pool.query("SELECT 1 WHERE false")
            #expect(none.isEmpty && none.first == nil)
        }
    }
}
