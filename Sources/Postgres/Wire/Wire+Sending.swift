import CLibPQ

extension Wire {
    /// The protocol counts a statement's parameters with 16 bits.
    static let maximumParameters = 65_535

    /// Sends a batch; `false` if the connection turned out to be broken before anything of it was sent.
    func send(_ batch: Batch) -> Bool {
        var exchange = Exchange(batch)
        for (index, statement) in batch.statements.enumerated() {
            let key = StatementKey(statement)
            let (name, isNew) = cache.name(for: key)
            if isNew {
                guard prepare(statement, as: name) || !exchange.steps.isEmpty else { return false }
                exchange.append(.prepare(key))
            }
            guard execute(statement, as: name) || !exchange.steps.isEmpty else { return false }
            exchange.append(.execute(index))
        }
        begin(exchange)
        return true
    }

    /// Sends statements of the library's own, which have no parameters and are not worth preparing.
    func sendUpkeep(_ statements: [String]) {
        var exchange = Exchange(nil)
        for statement in statements {
            _ = PQsendQueryParams(handle, statement, 0, nil, nil, nil, nil, 1)
            exchange.append(.upkeep)
        }
        begin(exchange)
    }

    private func prepare(_ statement: SQL, as name: String) -> Bool {
        let types = statement.parameters.types
        return PQsendPrepare(handle, name, statement.text, Int32(types.count), types) == 1
    }

    private func execute(_ statement: SQL, as name: String) -> Bool {
        statement.parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(handle, name, Int32(statement.parameters.count), values, lengths, formats, 1) == 1
        }
    }
}
