import CurlClient

extension CurlRequest {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
