import CLibPQ

extension Wire {
    /// What a single result means for the batch.
    enum Taken {
        case more, finished, broken
    }

    /// Files one result; owns it from here on.
    func take(_ result: OpaquePointer) -> Taken {
        switch PQresultStatus(result) {
        case PGRES_PIPELINE_SYNC:
            PQclear(result)
            return .finished
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            if case .execute(let statement) = exchange?.step {
                update { $0.keep(Rows(handle: ResultHandle(owning: result)), of: statement) }
            } else {
                PQclear(result)
            }
            return .more
        case PGRES_FATAL_ERROR:
            fail(with: result)
            PQclear(result)
            return PQstatus(handle) == CONNECTION_OK ? .more : .broken
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            forgetPreparation()
            return .more
        default:
            // COPY has no place in a pipeline, and the connection could not get out of it.
            PQclear(result)
            update { $0.fail(.invalidStatement(reason: "COPY is not supported")) }
            return .broken
        }
    }

    private func fail(with result: OpaquePointer) {
        // Without a SQLSTATE it is libpq that speaks, about a connection that broke.
        guard PQresultErrorField(result, Int32(POSTGRES_DIAG_SQLSTATE)) != nil else { return }
        forgetPreparation()
        let step = exchange?.step
        let error = PostgresError.server(result: result, statementIndex: exchange?.callersIndex(of: step))
        if case .execute(let statement) = step, let batch = exchange?.batch {
            retireIfStale(batch.statements[statement], after: error)
        }
        update { $0.fail(error) }
    }

    private func forgetPreparation() {
        if case .prepare(let key) = exchange?.step {
            cache.forget(key)
        }
    }

    /// A changed table makes a plan fail for good ("cached plan must not change result type"), and a statement may
    /// have been deallocated behind our back; both heal if the statement is prepared anew.
    private func retireIfStale(_ statement: SQL, after error: PostgresError) {
        switch error.sqlState {
        case "0A000": cache.retire(StatementKey(statement))
        case "26000": cache.forget(StatementKey(statement))
        default: break
        }
    }
}
