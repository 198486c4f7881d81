/// Takes the values of a statement whose text is known beforehand, in the order of its placeholders.
public struct Binder {
    @usableFromInline var parameters = Parameters()

    init() {}

    /// Binds one value.
    public mutating func bind(_ value: some PostgresEncodable) { parameters.append(value) }

    /// Binds NULL.
    public mutating func bindNull(_ type: PostgresType) { parameters.appendNull(type) }

    /// Binds one array of `count` elements; `nil` is NULL.
    @inlinable
    public mutating func bindArray<Element: PostgresEncodable>(
        _ count: Int, of type: Element.Type, _ element: (Int) -> Element?
    ) {
        parameters.append(Element.postgresArrayType) { bytes in
            let start = bytes.count
            bytes.appendArrayHeader(count: count, hasNull: false, element: Element.postgresType)
            var hasNull = false
            for index in 0..<count {
                if let value = element(index) {
                    bytes.appendSized(value)
                } else {
                    hasNull = true
                    bytes.append(bigEndian: Int32(-1))
                }
            }
            // The header's flag of NULLs, in network byte order.
            if hasNull { bytes[start + 7] = 1 }
        }
    }
}

extension SQL {
    /// A whole statement whose text, placeholders included, was put together once, from names that stand in source
    /// code; only its values differ from use to use. It cannot become a piece of another statement.
    public init(whole text: String, _ bind: (inout Binder) -> Void) {
        var binder = Binder()
        bind(&binder)
        self.init(text: text, parameters: binder.parameters)
    }
}
