print("resurvey")
