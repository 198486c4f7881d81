/// How a request ended.
typealias Outcome = Result<CurlResponse, CurlError>
