/// How tall a form's row is on A4; text that needs more makes it taller.
enum FormHeight: String {
    case line, double, short, medium, tall, tallest
}
