import Store

/// What goes out as one request: one delivery, or several as a digest.
struct Consignment: Sendable {
    let deliveries: [DueDelivery]
    /// `nil`: one delivery, told by itself.
    let digest: DigestRequest?

    init(_ delivery: DueDelivery) {
        deliveries = [delivery]
        digest = nil
    }

    init(_ deliveries: [DueDelivery], _ digest: DigestRequest) {
        self.deliveries = deliveries
        self.digest = digest
    }

    /// The delivery that stands for the request in the log: of a digest the last.
    var carrier: DueDelivery { deliveries[deliveries.count - 1] }
}

extension Parcel {
    init(_ delivery: DueDelivery) {
        self.init(
            id: delivery.eventID.text, type: delivery.type, at: delivery.at.canonical, data: delivery.data)
    }
}
