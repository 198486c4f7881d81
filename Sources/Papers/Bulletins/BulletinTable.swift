/// A table of a bulletin: every row as long as the header, longer ones are cut, shorter ones filled up.
public struct BulletinTable: Sendable, Equatable {
    public var title: String
    public var columns: [String]
    public var rows: [[String]]

    public init(title: String, columns: [String], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}
