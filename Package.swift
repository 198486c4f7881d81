// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where the change is judged (CI), and only in our own targets: a flag for the whole build would
/// reach the dependencies too.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

extension Target {
    static func room(_ name: String, path: String? = nil, _ dependencies: [Dependency], resources: [Resource]? = nil)
        -> Target
    {
        .target(name: name, dependencies: dependencies, path: path, resources: resources, swiftSettings: strict)
    }

    static func tests(_ name: String, _ dependencies: [Dependency], exclude: [String] = []) -> Target {
        .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
    }
}

let package = Package(
    name: "whistle",
    products: [.executable(name: "whistle", targets: ["whistle"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.20.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    ],
    targets: [
        // What every room may lean on.
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CLibXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev", "zlib1g-dev"])]),
        .room("JSON", []),
        .room("Postgres", ["CLibPQ"]),
        .room("CurlClient", ["CLibCurl"]),
        .room("PrivatePostgres", []),
        .room("Schema", path: "Schema", [], resources: [.embedInCode("migrations")]),

        // What the broker knows.
        .room("Domain", ["JSON"]),
        .room("Calendars", path: "Calendars", ["Domain", "Yams"], resources: [.embedInCode("notices")]),
        .room(
            "Rulebooks", path: "Rulebooks", ["Domain", "Yams"],
            resources: [.embedInCode("districts"), .embedInCode("stories")]),
        .room("Language", ["Domain"]),
        .room("Secrets", [.product(name: "Crypto", package: "swift-crypto")]),

        // What is printed and handed out.
        .room("Ledger", ["CLibXlsxWriter", "Domain"]),
        .room("ICalendar", ["Domain"]),
        .room("Papers", ["Domain", "Language", .product(name: "Mustache", package: "swift-mustache")]),

        // What it does.
        .room("Store", ["Domain", "JSON", "Postgres", "Schema"]),
        .room(
            "Broker",
            [
                "Calendars", "Domain", "JSON", "Language", "Postgres", "Rulebooks", "Secrets", "Store",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .room(
            "Delivery",
            [
                "CurlClient", "Domain", "JSON", "Language", "Postgres", "Secrets", "Store",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        // Who may speak to it.
        .room(
            "API",
            [
                "Broker", "Domain", "ICalendar", "JSON", "Language", "Ledger", "Papers",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ]),
        .room(
            "App",
            [
                "API", "Broker", "Calendars", "CurlClient", "Delivery", "Domain", "JSON", "Language", "Postgres",
                "PrivatePostgres", "Rulebooks", "Secrets", "Store",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "whistle",
            dependencies: [
                "App", "Broker", "CurlClient", "Domain", "JSON", "Rulebooks", "Secrets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // What the tests lean on.
        .room(
            "TestSupport",
            [
                "Broker", "Calendars", "Domain", "Postgres", "PrivatePostgres", "Rulebooks", "Secrets", "Store",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .tests(
            "APITests",
            [
                "API", "Broker", "CurlClient", "Domain", "JSON", "Postgres", "Rulebooks", "Store", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .tests("ArchitectureTests", ["TestSupport"]),
        .tests(
            "BrokerTests", ["Broker", "Domain", "JSON", "Postgres", "Rulebooks", "Secrets", "Store", "TestSupport"]),
        .tests("CurlClientTests", ["CurlClient"]),
        .tests(
            "DeliveryTests",
            [
                "Broker", "CurlClient", "Delivery", "Domain", "JSON", "Language", "Postgres", "Secrets", "Store",
                "TestSupport", .product(name: "Logging", package: "swift-log"),
            ], exclude: ["Golden"]),
        .target(name: "WitnessRunner", path: "Tests/WitnessRunner", swiftSettings: strict),
        .tests("DomainTests", ["Calendars", "Domain", "JSON", "Rulebooks", "WitnessRunner"]),
        .tests("ICalendarTests", ["Domain", "ICalendar", "WitnessRunner"]),
        .tests("LedgerTests", ["Domain", "Ledger", "WitnessRunner"]),
        .tests("PapersTests", ["Domain", "Language", "Papers", "WitnessRunner"], exclude: ["golden"]),
        .tests("EndToEndTests", ["JSON", "TestSupport", "whistle"]),
        .tests("JSONTests", ["JSON"]),
        .tests("PostgresTests", ["Postgres"]),
        .tests("PrivatePostgresTests", ["PrivatePostgres"]),
        .tests("SecretsTests", ["Secrets"]),
        .tests("StoreTests", ["Postgres", "Schema", "Store", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
