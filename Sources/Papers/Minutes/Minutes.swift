import Domain

/// The minutes of a joint meeting (会议纪要). Times and names are text, as they are to be read.
public struct Minutes: Paper, Equatable {
    public var title: String
    public var number: String
    /// From when to when.
    public var time: String
    public var place: String
    public var form: MeetingForm
    public var host: String
    public var recorder: String?
    public var agenda: [String] = []
    public var attendance: [MinutesAttendee] = []
    public var residentsInvited: Int?
    public var residentsPresent: Int?
    public var items: [MinutesItem] = []
    /// How whoever asked for it judged what came of it, and in what words; its line ends are kept.
    public var grade: Grade?
    public var remark: String?
    /// Where the minutes are published: when.
    public var publishedAt: String?

    public init(title: String, number: String, time: String, place: String, form: MeetingForm, host: String) {
        self.title = title
        self.number = number
        self.time = time
        self.place = place
        self.form = form
        self.host = host
    }
}
