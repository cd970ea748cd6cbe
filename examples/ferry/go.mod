module ferry.example/timetable

go 1.26.0
